const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]/u;

/** True when a character, with the marks that may follow it, takes two cells in a terminal: East Asian wide ones and emoji. */
export function isWide(character: string): boolean {
  return WIDE.test(character);
}
