import { kindOf } from '../../certificates/catalogue.ts';
import { guideButton } from './guide-screens.ts';
import { alarmOf, button, facts, notice, type Part, picture, type Scene, staffText, text, waiting } from './parts.ts';
import type { Block } from './screen.ts';

/** What one copy costs, from the cheapest kind to the dearest. */
function feesOf({ say, shop }: Scene): string {
  const fees = shop.services.map(({ fee }) => fee);
  const [least, most] = [Math.min(...fees), Math.max(...fees)];
  return least === most ? say('yen', { n: least }) : say('open.fees', { least, most });
}

/** Names of what is issued, as many as one line takes. */
function kindsOf({ language, say, shop }: Scene): string {
  const [first, ...others] = shop.services.map(({ kind }) => kindOf(kind).title[language]);
  if (first === undefined) return say('open.none');
  return others.length === 0 ? first : say('open.others', { first, n: shop.services.length });
}

/** Means of payment with a device of their own, by the region of its health. */
const withDevice = ['coins', 'cashless'] as const;

const shopRows = (scene: Scene): Block => {
  const { shop, say } = scene;
  const broken = withDevice.filter((one) => shop.means.includes(one) && scene.view.terminal.value[one] === 'failed');
  const means = shop.means.filter((one) => !broken.some((other) => other === one));
  return facts(
    [say('open.hours'), `${shop.hours.open} – ${shop.hours.close}`],
    [say('open.kinds'), kindsOf(scene)],
    ...(shop.services.length === 0 ? [] : ([[say('open.fee'), feesOf(scene)]] as const)),
    ...(shop.officeHours === null
      ? []
      : ([[say('open.office'), say(`open.office.${shop.officeHours.days}`, shop.officeHours)]] as const)),
    ...(shop.means.length > 1
      ? ([[say('open.means'), means.map((one) => say(`means.${one}`)).join('  ')]] as const)
      : []),
    ...(broken.length > 0
      ? ([[say('open.notNow'), broken.map((one) => say(`open.notNow.${one}`)).join('  ')]] as const)
      : []),
    ...(means.includes('coins')
      ? ([[say('open.coins'), shop.coins.map((n) => say('piece', { n })).join('  ')]] as const)
      : []),
  );
};

/** Left below, like a way back: nobody who came for a paper takes it for the way to one. */
const practise = ({ say }: Scene) => button('back', say('button.practice'), { type: 'practice.start' });

/** Screens of the terminal while nobody is served, by the state of its service region. */
export const terminalScreens: Readonly<Record<string, (scene: Scene) => Part>> = {
  booting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  recovering: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  selfTesting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  deciding: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  practising: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  starting: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  session: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  makingSafe: ({ say }) => waiting(say('staffNeeded.title'), say('starting.text')),
  resolvingStaff: ({ say }) => waiting(say('starting.title'), say('starting.text')),
  open: (scene) => ({
    title: scene.say('open.title'),
    blocks: [
      picture('welcome', scene.say('open.title')),
      text(scene.say('open.text')),
      shopRows(scene),
      // Where there are several means, the screen for coins says it.
      ...(scene.shop.means.length === 1 && scene.shop.means.includes('coins')
        ? [notice('info', scene.say(scene.shop.change ? 'open.change' : 'open.noChange'))]
        : []),
    ],
    buttons: [
      practise(scene),
      guideButton(scene.say, 'card'),
      guideButton(scene.say, 'purposes'),
      button('go', scene.say('button.start'), { type: 'resident.start' }),
    ],
  }),
  closed: (scene) => ({
    title: scene.say('closed.title'),
    blocks: [picture('stop', scene.say('closed.title')), text(scene.say('closed.text')), shopRows(scene)],
    buttons: [practise(scene)],
  }),
  outOfService: (scene) => ({
    title: scene.say('outOfService.title'),
    blocks: [picture('stop', scene.say('outOfService.title')), text(scene.say('outOfService.text'))],
    buttons: [practise(scene)],
  }),
  cardLeft: ({ say, view }) => ({
    title: say('cardLeft.title'),
    blocks: [picture('card-out', say('cardLeft.title')), text(say('cardLeft.text'))],
    alarm: alarmOf(view.terminal),
  }),
  staffNeeded: ({ say, view }) => ({
    title: say('staffNeeded.title'),
    blocks: [
      picture('staff', say('staffNeeded.title')),
      text(say('staffNeeded.text')),
      facts([say('staffNeeded.reason'), staffText(view.terminal.context.staffReason, say)]),
    ],
  }),
};
