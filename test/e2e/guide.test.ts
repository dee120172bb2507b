import { expect, it } from 'vitest';
import { textOn } from '../../src/guide/index.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

const slips = () => the.kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;

it('is read before a visit, in the language that was chosen, and what it names can be chosen then', async () => {
  await onScreen(the.page, 'open');
  await touch(the.page, 'language.pt');
  await touch(the.page, 'guide.purposes');
  await onScreen(the.page, 'open.list');
  expect(await faultsOf(the.page)).toEqual([]);
  await touch(the.page, 'topic.home');
  await the.page.getByText(textOn('home', 'pt').text[0] ?? '').waitFor();
  expect(await faultsOf(the.page)).toEqual([]);
  await touch(the.page, 'guide.close');
  await onScreen(the.page, 'open');
  expect(await the.page.locator('[data-screen]').getAttribute('data-language')).toBe('pt');
  await touch(the.page, 'language.ja');
});

it('opens from a refusal where it tells of it, is printed, and comes back', async () => {
  const before = slips();
  await the.resident.goTo('session.insertingCard');
  the.kiosk.act({ act: 'insert', card: 'expired' });
  await onScreen(the.page, 'session.refused');
  await touch(the.page, 'guide.read');
  await the.page.getByText(textOn('renewal', 'ja').title).waitFor();
  await touch(the.page, 'guide.print');
  await the.page.getByText('案内を印刷しました').waitFor();
  // The bench hears of it a moment after the screen.
  await the.kiosk.until(() => slips() === before + 1);
  await touch(the.page, 'guide.close');
  await onScreen(the.page, 'session.refused');
  the.kiosk.act({ act: 'pull' });
  await touch(the.page, 'resident.confirm');
  await onScreen(the.page, 'open');
});
