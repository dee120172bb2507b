import { kindOf } from '../../certificates/catalogue.ts';
import { textOn } from '../../guide/index.ts';
import { topicOf } from '../../guide/refusals.ts';
import { isPurpose, purposes, type Section, sectionOf, topicsOf } from '../../guide/topics.ts';
import type { Say } from '../../locales/index.ts';
import type { Refusal } from '../../machines/actors.ts';
import type { GuideContext } from '../../machines/guide.ts';
import { button, facts, notice, type Part, type Scene, type Serving, screenIn, text, waiting } from './parts.ts';
import type { Block, Button } from './screen.ts';

/** Opens a list of the guide. */
export const guideButton = (say: Say, section: Section): Button =>
  button('back', say(`guide.${section}`), { type: 'guide.list', section }, { id: `guide.${section}` });

/** Opens the guide where it tells of this refusal; nothing where it does not. */
export function moreOn(say: Say, refusal: Refusal): readonly Button[] {
  const topic = topicOf[refusal];
  return topic === undefined ? [] : [button('back', say('refused.more'), { type: 'guide.read', topic })];
}

const close = (say: Say): Button => button('back', say('button.back'), { type: 'guide.close' });

const listPart = ({ language, say }: Scene, { section }: GuideContext): Part => ({
  title: say(`guide.${section}.title`),
  blocks: [
    {
      kind: 'choices',
      label: null,
      choices: topicsOf[section].map((topic) => {
        const { title, words } = textOn(topic, language);
        return button('choice', title, { type: 'guide.read', topic }, { id: `topic.${topic}`, detail: words });
      }),
    },
  ],
  buttons: [close(say)],
});

/** The certificates for a purpose, with what they cost here. */
function kindsFor(topic: keyof typeof purposes, { language, say, shop }: Scene): readonly Block[] {
  const rows = purposes[topic].map((kind) => {
    const fee = shop.services.find((service) => service.kind === kind)?.fee;
    return [
      kindOf(kind).title[language],
      fee === undefined ? say('guide.notHere') : say('guide.here', { fee: say('yen', { n: fee }) }),
    ] as const;
  });
  return [facts(...rows), notice('info', say('guide.ask'))];
}

function readingPart(scene: Scene, { topic, print }: GuideContext): Part {
  const { language, say } = scene;
  if (topic === null) return waiting(say('starting.title'), say('starting.text'));
  const { title, text: paragraphs } = textOn(topic, language);
  const section = sectionOf(topic);
  return {
    title,
    blocks: [
      ...(print === 'printed' ? [notice('info', say('refused.printed'))] : []),
      ...(print === 'failed' ? [notice('warning', say('refused.printFailed'))] : []),
      ...(isPurpose(topic) ? kindsFor(topic, scene) : []),
      ...paragraphs.map(text),
    ],
    buttons: [
      close(say),
      button('back', say(`guide.${section}.others`), { type: 'guide.list', section }),
      ...(print === 'none' ? [button('go', say('button.print'), { type: 'guide.print' })] : []),
    ],
  };
}

/** The screen of the guide, or null while nobody reads it. */
export const guideScreenOf = (scene: Scene): Serving | null =>
  screenIn(scene, scene.view.guide, {
    list: listPart,
    reading: readingPart,
    printing: ({ say }) => waiting(say('refused.printing'), say('starting.text')),
  });
