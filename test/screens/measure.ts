import type { Page } from 'playwright-core';

/**
 * What is wrong with the sizes, places and colours of the screen that is shown, in sentences. Sizes are those of WCAG 2.2 and of the
 * glass: 20 mm for what leads on, 15 mm for anything that is touched, 3 mm between them, letters of 4.8 mm (0.73 of the em).
 * Contrast is 4.5 to 1 for letters, and 7 to 1 where the resident asked for it (WCAG 2.2, 1.4.3 and 1.4.6).
 */
export const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const wrong = [];
    const root = document.querySelector('[data-screen]');
    const looks = [...root.classList].filter((name) => ['large', 'contrast', 'low', 'slow'].includes(name));
    const screen = [root.dataset.screen, root.dataset.language, ...looks].join(' ');
    const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--u')) * 3.615;
    const least = { width: 15 * mm, height: 15 * mm, go: 20 * mm, gap: 3 * mm, letters: (4.8 / 0.73) * mm };
    const inSight = (box, element) => {
      const page = element.closest('.page')?.getBoundingClientRect();
      return page === undefined || (box.top >= page.top - 1 && box.bottom <= page.bottom + 1);
    };
    const buttons = [...document.querySelectorAll('button')]
      .map((button) => ({ button, box: button.getBoundingClientRect() }))
      .filter(({ button, box }) => inSight(box, button));
    const named = (button) => screen + ': ' + (button.dataset.id ?? button.dataset.open ?? button.dataset.turn ?? 'key ' + button.dataset.key);
    for (const { button, box } of buttons) {
      if (box.width < least.width - 1 || box.height < least.height - 1) wrong.push(named(button) + ' is ' + box.width + ' x ' + box.height);
      if (button.matches('.go, .key') && box.height < least.go - 1) wrong.push(named(button) + ' is ' + box.height + ' high');
      if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) wrong.push(named(button) + ' is cut off');
      if (looks.includes('low') && !root.dataset.screen.startsWith('panel') && box.top < innerHeight / 2 - 1 && button.closest('header') === null)
        wrong.push(named(button) + ' is in the upper half');
      const over = button.closest('.ask, .over') !== null;
      for (const other of buttons) {
        if (other.button === button || over || other.button.closest('.ask, .over') !== null) continue;
        const apart = Math.max(other.box.left - box.right, box.left - other.box.right, other.box.top - box.bottom, box.top - other.box.bottom);
        if (apart < least.gap - 1) wrong.push(named(button) + ' is ' + apart + ' from ' + named(other.button));
      }
    }
    const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const ground = (element) => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = numbers(getComputedStyle(at).backgroundColor);
        if (colour.length === 3 || colour[3] === 1) return colour;
      }
      return [255, 255, 255];
    };
    for (const element of document.querySelectorAll('#app *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
      if (!own) continue;
      const style = getComputedStyle(element);
      const text = element.textContent.slice(0, 40);
      if (Number.parseFloat(style.fontSize) < least.letters - 0.5 && element.closest('rt') === null) wrong.push(screen + ': small letters: ' + text);
      if (element.scrollWidth > element.clientWidth + 1 && style.display !== 'inline') wrong.push(screen + ': letters beyond their box: ' + text);
      const [one, other] = [light(numbers(style.color)), light(ground(element))].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < (looks.includes('contrast') ? 7 : 4.5)) wrong.push(screen + ': contrast ' + contrast.toFixed(1) + ': ' + text);
    }
    for (const pages of document.querySelectorAll('.pages')) {
      const page = pages.querySelector('.page');
      const more = page.scrollHeight - page.clientHeight;
      if (more > 1 && looks.length === 0 && root.dataset.language === 'ja') wrong.push(screen + ': ' + more + ' too high');
      if (more > 1 && pages.querySelector('.turn') === null) wrong.push(screen + ': no key turns the page');
    }
    if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) wrong.push(screen + ': larger than the glass');
    return wrong;
  })()`);
