/** How pages look: light and dark, on paper and on a phone; each text has a contrast of 4.5:1 at least (WCAG 2.2, 1.4.3). */
export const STYLE_SHEET = `
:root {
  --paper: #ffffff; --ink: #1a1d21; --soft: #505862; --line: #c9ced6; --panel: #f3f5f8;
  --good: #176a2e; --warning: #7a4b00; --bad: #ad1d1d; --accent: #1c5aa0; --second: #7a3a8c; --third: #6a5a14;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e7eaee; --soft: #aab3be; --line: #3a424d; --panel: #1e232a;
    --good: #6fd08a; --warning: #f0b95a; --bad: #ff8f8a; --accent: #82b7f5; --second: #d7a0e6; --third: #d8c46a;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
header p, footer p, .soft { color: var(--soft); }
footer { margin-top: 2rem; border-top: 1px solid var(--line); }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { background: var(--panel); padding: .5rem; overflow-x: auto; white-space: pre-wrap; margin: .25rem 0; }
.verdict { padding: .75rem 1rem; margin: 1rem 0; background: var(--panel); border-left: .4rem solid var(--soft); }
.verdict strong { font-size: 1.1rem; }
.healthy, .safe { border-color: var(--good); } .healthy strong, .safe strong { color: var(--good); }
.degraded, .unknown, .review { border-color: var(--warning); }
.degraded strong, .unknown strong, .review strong { color: var(--warning); }
.unsafe, .blocked { border-color: var(--bad); } .unsafe strong, .blocked strong { color: var(--bad); }
.critical, .error { color: var(--bad); font-weight: 600; }
.warning { color: var(--warning); font-weight: 600; }
.info { color: var(--soft); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; }
td code { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
details { margin: .35rem 0; padding: .35rem .6rem; background: var(--panel); }
details details { background: var(--paper); }
summary { cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { display: block; max-width: none; } svg.key { display: inline; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
svg .soft { fill: var(--soft); } svg .mono { font-family: ui-monospace, monospace; }
svg .axis { stroke: var(--line); fill: none; }
svg .link { stroke: var(--soft); fill: none; }
svg .node { fill: var(--panel); stroke: var(--line); }
svg .center { stroke: var(--accent); stroke-width: 2; }
.fill-1 { fill: var(--accent); } .fill-2 { fill: var(--second); } .fill-3 { fill: var(--third); } .fill-4 { fill: var(--bad); }
@media (max-width: 40rem) {
  body { padding: .5rem; } dl { grid-template-columns: 1fr; } dd { margin: 0 0 .35rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #999; --panel: #fff; --good: #176a2e; --warning: #7a4b00;
    --bad: #ad1d1d; --accent: #1c5aa0; --second: #7a3a8c; --third: #6a5a14; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  details { padding: 0; border-left: 2px solid var(--line); padding-left: .5rem; }
  details::details-content { content-visibility: visible; height: auto; }
  h2, summary, dt { break-after: avoid; }
}
`;
