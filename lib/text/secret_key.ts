/** Secret keys that somebody pastes where something else belongs: they are never repeated. */

const SECRET_KEYS = [/age-secret-key-/i, /-----BEGIN [A-Z ]*PRIVATE KEY-----/];

/** Whether the text holds a secret key, of age or in PEM. */
export function holdsSecretKey(text: string): boolean {
  return SECRET_KEYS.some((pattern) => pattern.test(text));
}
