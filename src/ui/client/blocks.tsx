import { plainText } from '../../locales/ruby.ts';
import type { Block, Stripped } from '../screens/screen.ts';
import { Drawing } from './pictures.tsx';
import { type Send, Touch } from './touch.tsx';
import { Words } from './words.tsx';

export type ShownBlock = Stripped<Block>;

/** Blocks that are touched; the others are read. */
export const isTouched = ({ kind }: ShownBlock): boolean => kind === 'choices' || kind === 'pin';

const PinPad = ({ block, send }: { block: Extract<ShownBlock, { kind: 'pin' }>; send: Send }) => (
  <div class="pin">
    <div class="entry">
      <p>
        <Words text={block.label} />
      </p>
      <div
        class={`dots of-${block.places}`}
        role="img"
        aria-label={plainText(block.entered)}
        data-filled={block.filled}
      >
        {Array.from({ length: block.places }, (_, index) => (
          <span key={index} class={index < block.filled ? 'dot filled' : 'dot'} />
        ))}
      </div>
    </div>
    <div class={`keys columns-${block.columns}`}>
      {block.keys.map((key, position) =>
        key === null ? (
          <span key={position} />
        ) : (
          <button
            key={position}
            type="button"
            class="key"
            data-key={position}
            onClick={() => send({ type: 'key', position })}
          >
            {key}
          </button>
        ),
      )}
      <button type="button" class="key erase" data-id="erase" onClick={() => send({ type: 'erase' })}>
        <Words text={block.back} />
      </button>
    </div>
  </div>
);

export const Part = ({ block, send }: { block: ShownBlock; send: Send }) => {
  switch (block.kind) {
    case 'picture':
      return <Drawing picture={block.picture} label={plainText(block.label)} />;
    case 'text':
      return (
        <p class="text">
          <Words text={block.text} />
        </p>
      );
    case 'notice':
      return (
        <p
          class={`notice ${block.tone} ${block.picture === undefined ? '' : 'pictured'}`}
          role={block.tone === 'error' ? 'alert' : 'status'}
        >
          {block.picture === undefined ? null : <Drawing picture={block.picture} label="" />}
          <span>
            <Words text={block.text} />
          </span>
        </p>
      );
    case 'facts':
      return (
        <dl class={block.rows.length > 5 ? 'facts dense' : 'facts'}>
          {block.rows.map(([name, value], index) => (
            <div key={index}>
              <dt>
                <Words text={name ?? ''} />
              </dt>
              <dd>
                <Words text={value ?? ''} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'choices':
      return (
        <section class="choices">
          {block.label === null ? null : (
            <h2>
              <Words text={block.label} />
            </h2>
          )}
          <div class="grid">
            {block.choices.map((button) => (
              <Touch key={button.id} button={button} send={send} />
            ))}
          </div>
        </section>
      );
    case 'pin':
      return <PinPad block={block} send={send} />;
    case 'money':
      return (
        <dl class="money">
          {[block.price, block.paid, block.left].map((value, index) => (
            <div key={block.labels[index]} class={index === 2 ? 'left' : ''}>
              <dt>
                <Words text={block.labels[index] ?? ''} />
              </dt>
              <dd key={value}>
                <Words text={value ?? ''} />
              </dd>
            </div>
          ))}
        </dl>
      );
  }
};
