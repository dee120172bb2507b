import { rubyParts } from '../../locales/ruby.ts';

/**
 * Variation selectors. The faces of the screen have one form of each character; the paper has the form of the register. Left in, they
 * send the browser through every face of the machine for one that there is not.
 */
const selectors = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu;

/** Text as it is read, with the readings above their kanji where it has any. */
export const Words = ({ text }: { text: string }) => (
  <>
    {rubyParts(text.replace(selectors, '')).map((part, index) =>
      part.reading === null ? (
        part.text
      ) : (
        <ruby key={index}>
          {part.text}
          <rt>{part.reading}</rt>
        </ruby>
      ),
    )}
  </>
);
