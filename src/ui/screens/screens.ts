import { htmlLang, sayIn, staffLanguage } from '../../locales/index.ts';
import { type Mode, modes } from '../../machines/events.ts';
import { guideScreenOf } from './guide-screens.ts';
import { panelScreenOf } from './panel-screens.ts';
import { button, keysOf, type Scene, type ShopFacts } from './parts.ts';
import { paymentScreenOf } from './payment-screens.ts';
import { practicePart } from './practice-screens.ts';
import { type Block, type Button, padOf, type Screen, type Typist } from './screen.ts';
import { serviceScreenOf } from './service-screens.ts';
import { sessionScreens } from './session-screens.ts';
import { terminalScreens } from './terminal-screens.ts';
import { activePaths, asVisit, type View } from './view.ts';

/** The steps on the way to a certificate; the other services have none. */
const steps = ['step.card', 'step.pin', 'step.certificate', 'step.payment', 'step.paper'] as const;

/** A switch of one of them. */
const switchOf = (mode: Mode, { say }: Scene, on: readonly Mode[], role: Button['role'] = 'choice'): Button =>
  button(
    role,
    say(`mode.${mode}`),
    { type: 'resident.mode', mode, on: !on.includes(mode) },
    { id: `mode.${mode}`, pressed: on.includes(mode) },
  );

/** Those that are at hand on every screen. */
const switches = (scene: Scene, on: readonly Mode[]): Button[] =>
  modes
    .filter((mode) => mode !== 'mixed' && (mode !== 'voice' || scene.shop.speaks))
    .map((mode) => switchOf(mode, scene, on));

/** Digits can be mixed where a PIN of four of them is entered, and not for whoever hears the screen. */
const canMix = (blocks: readonly Block[], on: readonly Mode[]): boolean =>
  padOf({ blocks })?.pad === 'auth' && !on.includes('voice');

/** The first name on the path of a region, e.g. `paying` of `flow.paying`. */
const stateIn = (paths: readonly string[], region: string): string =>
  paths.find((path) => path.startsWith(`${region}.`))?.split('.')[1] ?? '';

/** How the keys of an entry lie when its digits are mixed. Nothing but the entry's buffer knows it. */
export type MixedKeys = (typist: Typist) => string;

/** The digits lie in any order for whoever asked for it. */
const mixedAsAsked = (blocks: readonly Block[], mixes: boolean, mixedKeys: MixedKeys): readonly Block[] =>
  blocks.map((block) =>
    mixes && block.kind === 'pin' && block.pad === 'auth'
      ? { ...block, digits: 'mixed', keys: keysOf(mixedKeys(block.of)) }
      : block,
  );

/**
 * The screen of a snapshot: a pure function of it, of what the shop is, and of how the digits lie where somebody mixed them. Every state has a screen; a state without one is a
 * programming error and throws.
 */
export function screenOf(seen: View, shop: ShopFacts, mixedKeys: MixedKeys): Screen {
  const practising = seen.practice !== null;
  const view = practising ? asVisit(seen) : seen;
  const { headset, language, modes: on } = view.terminal.context;
  const say = sayIn(language);
  const scene: Scene = { view, language, say, shop };
  const service = stateIn(activePaths(view.terminal.value), 'service');
  const { session } = view;
  const flow = session === null ? '' : stateIn(activePaths(session.value), 'flow');
  const serving = guideScreenOf(scene) ?? serviceScreenOf(scene) ?? paymentScreenOf(scene);
  const panel = panelScreenOf({ ...scene, language: shop.languages[0] ?? 'ja', say: sayIn(shop.languages[0] ?? 'ja') });
  const shown =
    panel?.part ??
    serving?.part ??
    (session === null
      ? terminalScreens[service]?.(scene)
      : sessionScreens[flow]?.({ ...scene, context: session.context }));
  if (shown === undefined) throw new Error(`no screen for ${service} ${flow}`);
  const part = practising && panel === null ? practicePart(scene, shown) : shown;
  const { blocks = [] } = part;
  const mixable = canMix(blocks, on);
  const warned = panel === null && (session?.hasTag('warning') || view.payment?.hasTag('warning') || false);
  return {
    id:
      panel !== null
        ? `panel.${panel.state}`
        : [
            ...(session === null ? [service] : [practising ? 'practice' : 'session', flow]),
            ...(serving === null ? [] : [serving.state]),
          ].join('.'),
    language,
    lang: htmlLang(language),
    title: part.title,
    step:
      part.step === undefined || (session !== null && session.context.service !== 'certificates')
        ? null
        : { number: part.step, of: steps.length, label: say(steps[part.step - 1] ?? 'step.card') },
    blocks: mixedAsAsked(blocks, mixable && on.includes('mixed'), mixedKeys),
    buttons: [...(part.buttons ?? []), ...(mixable ? [switchOf('mixed', scene, on, 'back')] : [])],
    alarm: part.alarm ?? 0,
    warning: warned
      ? { text: say('warning.text'), button: button('go', say('button.moreTime'), { type: 'resident.moreTime' }) }
      : null,
    staff:
      panel === null
        ? button('choice', say('panel.button'), { type: 'panel.open' }, { lang: htmlLang(staffLanguage(language)) })
        : null,
    languages: (panel === null && shop.languages.length > 1 ? shop.languages : []).map((one) =>
      button(
        'choice',
        sayIn(one)('language.name'),
        { type: 'resident.language', language: one },
        { id: `language.${one}`, lang: htmlLang(one), pressed: one === language },
      ),
    ),
    greets: session === null && panel === null && serving === null,
    modes: panel === null ? switches(scene, on) : [],
    look: on,
    words: {
      languages: say('display.languages'),
      close: say('display.close'),
      up: say('display.up'),
      down: say('display.down'),
    },
    diagonal: shop.diagonal,
    simulated: shop.simulated ? say('simulated.banner') : null,
    voice: !shop.speaks || !on.includes('voice') ? null : headset ? 'earphone' : 'loudspeaker',
    said: part.said ?? [],
    practice: practising && panel === null ? say('practice.banner') : null,
  };
}
