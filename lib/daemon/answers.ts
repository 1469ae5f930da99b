/** The daemon's answers: what one GET gave → a contract's value, or a sentence that says why there is none. */
import type { Static, TSchema } from "@sinclair/typebox";
import { Errors } from "@sinclair/typebox/errors";
import { parseJson } from "../text/parse_json.ts";
import { type Answer, type AnswerState, HealthzAnswer, ReadyzAnswer, StatezAnswer } from "../model/daemon.ts";
import type { Shape } from "../model/schema_kit.ts";
import { isJsonObject, stringField } from "../text/json.ts";
import { holds } from "../model/quick_check.ts";

const DAEMON_COMPONENT = "sourceos-syncd";

export type DaemonPath = "/healthz" | "/readyz" | "/statez" | "/events";

/** What one GET gave, before anything in it is judged. */
export type HttpReply =
  /** `location` is where a redirect points; null for every other answer. */
  | { readonly kind: "answer"; readonly status: number; readonly location: string | null; readonly body: Uint8Array }
  | { readonly kind: "failure"; readonly state: FailureState; readonly detail: string; readonly status: number | null };

/** How a GET can fail before there is an answer to judge. */
export type FailureState = Extract<AnswerState, "down" | "denied" | "slow" | "too_large" | "garbage">;

/** What was asked, and of whom. */
interface Question {
  readonly endpoint: string;
  readonly path: DaemonPath;
}

/** The answer as it is reported, and its value where it holds. */
export interface Reading<T> {
  readonly answer: Answer;
  readonly value: T | null;
}

export type Healthz = Static<typeof HealthzAnswer>;
export type Readyz = Static<typeof ReadyzAnswer>;
export type Statez = Shape<typeof StatezAnswer>;

/** /healthz: 200, and the component is sourceos-syncd. */
export function parseHealthz(endpoint: string, reply: HttpReply): Reading<Healthz> {
  const question: Question = { endpoint, path: "/healthz" };
  const reading = judge(question, reply, [200], HealthzAnswer);
  if (reading.value === null || reading.value.live) return reading;
  const message =
    `Asked "${endpoint}" for /healthz: the daemon says that it is not live; look at its log, and restart it`;
  return { ...reading, answer: { ...reading.answer, message } };
}

/** /readyz: 200, or 503 when the daemon is not ready. */
export function parseReadyz(endpoint: string, reply: HttpReply): Reading<Readyz> {
  return judge({ endpoint, path: "/readyz" }, reply, [200, 503], ReadyzAnswer);
}

/** /statez: 200 and a State Integrity Report. */
export function parseStatez(endpoint: string, reply: HttpReply): Reading<Statez> {
  return judge({ endpoint, path: "/statez" }, reply, [200], StatezAnswer);
}

/** The answer to a question that was never put. */
export function unasked(state: "non_local" | "disabled" | "not_asked", message: string): Answer {
  return { state, http_status: null, message };
}

/** Foreign text for a message: one line, at most 200 characters, control and direction characters shown as U+FFFD. */
export function excerpt(text: string): string {
  const harmless = text.slice(0, 1000).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\u{FFFD}");
  const characters = [...harmless];
  return characters.length <= 200 ? harmless : `${characters.slice(0, 200).join("")}…`;
}

function judge<Schema extends TSchema>(
  question: Question,
  reply: HttpReply,
  statuses: readonly number[],
  schema: Schema,
): Reading<Static<Schema>> {
  if (reply.kind === "failure") return refuse(question, reply.state, reply.status, reply.detail);
  const { status, location } = reply;
  if (location !== null) {
    return refuse(question, "redirecting", status, `to "${excerpt(location)}"`);
  }
  const parsed = parseBody(reply.body);
  const value = parsed.ok ? parsed.value : undefined;
  // A failing proxy or another program may send 503 too: only the contract's own body makes it an answer.
  if (status >= 400 && !(statuses.includes(status) && holds(schema, value))) {
    return refuse(question, "failed", status, failureDetail(status, value));
  }
  if (!statuses.includes(status)) return refuse(question, "garbage", status, `HTTP ${status} is no answer to it`);
  if (!parsed.ok) return refuse(question, "garbage", status, parsed.problem);
  const component = isJsonObject(value) ? stringField(value, "component") : null;
  if (question.path === "/healthz" && component !== null && component !== DAEMON_COMPONENT) {
    return refuse(question, "wrong_component", status, `"${excerpt(component)}"`);
  }
  if (!holds(schema, value)) return refuse(question, "garbage", status, shapeProblem(schema, value));
  return { answer: { state: "ok", http_status: status, message: null }, value };
}

type BodyReading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

function parseBody(body: Uint8Array): BodyReading {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return { ok: false, problem: "the answer is not UTF-8" };
  }
  if (text.trim() === "") return { ok: false, problem: "the answer is empty" };
  const parsed = parseJson(text);
  if (parsed.ok) return { ok: true, value: parsed.value };
  return { ok: false, problem: parsed.problem === "too_deep" ? "the answer nests too deep" : "the answer is not JSON" };
}

function shapeProblem(schema: TSchema, value: unknown): string {
  const first = Errors(schema, value).First();
  if (first === undefined || first.path === "") return "the answer has another shape";
  return `the answer has another shape at "${excerpt(first.path)}"`;
}

function failureDetail(status: number, value: unknown): string {
  if (!isJsonObject(value)) return `HTTP ${status}`;
  const said = ["error", "message"].map((name) => stringField(value, name)).filter((part) => part !== null);
  return said.length === 0 ? `HTTP ${status}` : `HTTP ${status}, "${excerpt(said.join(": "))}"`;
}

function refuse(
  question: Question,
  state: FailureState | "redirecting" | "wrong_component" | "failed",
  status: number | null,
  detail: string,
): Reading<never> {
  return { answer: { state, http_status: status, message: explain(question, state, detail) }, value: null };
}

function explain({ endpoint, path }: Question, state: AnswerState, detail: string): string {
  switch (state) {
    case "down":
      return `Cannot reach "${endpoint}": ${detail}; start ${DAEMON_COMPONENT}, or name its endpoint with --daemon`;
    case "denied":
      return `Cannot connect to "${endpoint}": ${detail}; run it as an account that may ask the daemon`;
    case "slow":
      return `Cannot get ${path} from "${endpoint}": ${detail}; raise --timeout, or see what holds the daemon up`;
    case "too_large":
      return `Stopped reading ${path} from "${endpoint}": ${detail}, more than any honest answer; see what listens there`;
    case "redirecting":
      return `Refused to follow "${endpoint}": it redirects ${path} ${detail}; name the daemon itself with --daemon`;
    case "wrong_component":
      return `Cannot use "${endpoint}": it says that it is ${detail}, not "${DAEMON_COMPONENT}"; correct --daemon`;
    case "failed":
      return `Cannot use ${path} of "${endpoint}": ${detail}; look at the daemon's log and at what doctor finds`;
    default:
      return `Cannot understand ${path} of "${endpoint}": ${detail}; another program may listen there, check --daemon`;
  }
}
