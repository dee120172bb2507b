/**
 * The check digit of a 12-digit 個人番号 (平成26年総務省令第85号 5条): 11 − (Σ Pn·Qn mod 11), 0 when the remainder is 0 or 1,
 * with n counted from the right of the 11 digits and Qn = n + 1 up to the sixth, n − 5 from the seventh.
 *
 * @param digits the first eleven digits
 */
export function myNumberCheckDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at < 6 ? at + 2 : at - 4), 0);
  const rest = sum % 11;
  return rest <= 1 ? 0 : 11 - rest;
}

/** A number nobody can mistake for a real one: 9990000, the four digits of the resident id, the check digit. */
export function syntheticMyNumber(residentId: string): string {
  const digits = `9990000${residentId.slice(1)}`;
  return `${digits}${myNumberCheckDigit(digits)}`;
}
