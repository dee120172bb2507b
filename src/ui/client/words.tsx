import { rubyParts } from '../../locales/ruby.ts';

/** Text as it is read, with the readings above their kanji where it has any. */
export const Words = ({ text }: { text: string }) => (
  <>
    {rubyParts(text).map((part, index) =>
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
