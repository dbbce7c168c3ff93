/**
 * Folding of what a Chinese input method leaves full-width. Only for codes, dates and numbers:
 * names and sentences are stored as typed.
 */

/** Full-width ASCII forms, ideographic space and the dashes become their plain forms. */
export function foldWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
}

/** A code, an account, a number: folded, without blanks, letters upper-case if asked. */
export function foldCode(text: string, upper = false): string {
  const plain = foldWidth(text).replace(/\s+/g, '')
  return upper ? plain.toUpperCase() : plain
}
