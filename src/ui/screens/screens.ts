import { htmlLang, type Say, sayIn, staffLanguage } from '../../locales/index.ts';
import { type Mode, modes } from '../../machines/events.ts';
import { panelScreenOf } from './panel-screens.ts';
import { button, type Scene, type ShopFacts } from './parts.ts';
import { paymentScreenOf } from './payment-screens.ts';
import type { Button, Screen } from './screen.ts';
import { serviceScreenOf } from './service-screens.ts';
import { sessionScreens } from './session-screens.ts';
import { terminalScreens } from './terminal-screens.ts';
import { activePaths, type View } from './view.ts';

/** The steps on the way to a certificate; the other services have none. */
const steps = ['step.card', 'step.pin', 'step.certificate', 'step.payment', 'step.paper'] as const;

/** A switch for each of them. */
const switches = (say: Say, on: readonly Mode[]): Button[] =>
  modes.map((mode) =>
    button(
      'choice',
      say(`mode.${mode}`),
      { type: 'resident.mode', mode, on: !on.includes(mode) },
      { id: `mode.${mode}`, pressed: on.includes(mode) },
    ),
  );

/** The first name on the path of a region, e.g. `paying` of `flow.paying`. */
const stateIn = (paths: readonly string[], region: string): string =>
  paths.find((path) => path.startsWith(`${region}.`))?.split('.')[1] ?? '';

/**
 * The screen of a snapshot: a pure function of it and of what the shop is. Every state has a screen; a state without one is a
 * programming error and throws.
 */
export function screenOf(view: View, shop: ShopFacts): Screen {
  const { language, modes: on } = view.terminal.context;
  const say = sayIn(language);
  const scene: Scene = { view, language, say, shop };
  const service = stateIn(activePaths(view.terminal.value), 'service');
  const { session } = view;
  const flow = session === null ? '' : stateIn(activePaths(session.value), 'flow');
  const serving = serviceScreenOf(scene) ?? paymentScreenOf(scene);
  const panel = panelScreenOf({ ...scene, language: shop.languages[0] ?? 'ja', say: sayIn(shop.languages[0] ?? 'ja') });
  const part =
    panel?.part ??
    (session === null
      ? terminalScreens[service]?.(scene)
      : (serving?.part ?? sessionScreens[flow]?.({ ...scene, context: session.context })));
  if (part === undefined) throw new Error(`no screen for ${service} ${flow}`);
  const warned = panel === null && (session?.hasTag('warning') || view.payment?.hasTag('warning') || false);
  return {
    id:
      panel !== null
        ? `panel.${panel.state}`
        : session === null
          ? service
          : ['session', flow, ...(serving === null ? [] : [serving.state])].join('.'),
    language,
    lang: htmlLang(language),
    title: part.title,
    step:
      part.step === undefined || (session !== null && session.context.service !== 'certificates')
        ? null
        : { number: part.step, of: steps.length, label: say(steps[part.step - 1] ?? 'step.card') },
    blocks: part.blocks ?? [],
    buttons: part.buttons ?? [],
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
    greets: session === null && panel === null,
    modes: panel === null ? switches(say, on) : [],
    look: on,
    words: {
      languages: say('display.languages'),
      close: say('display.close'),
      up: say('display.up'),
      down: say('display.down'),
    },
    diagonal: shop.diagonal,
    simulated: shop.simulated ? say('simulated.banner') : null,
  };
}
