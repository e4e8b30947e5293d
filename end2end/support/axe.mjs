// What every page must hold, in every look.
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import { SIZES } from './fixtures.mjs';

// The axe of @axe-core/playwright without its builder, which puts it into the page twice for every question.
const { resolve } = createRequire(import.meta.url);
const AXE = createRequire(resolve('@axe-core/playwright'))('axe-core').source;

// A look is written as in its cookie: theme, contrast, size of the letters.
export const LOOKS = ['light', 'dark'].flatMap((theme) => ['normal', 'more'].flatMap((contrast) =>
  ['small', '-', 'large'].map((letters) => `${theme}.${contrast}.${letters}`)));
export const USUAL = 'light.normal.-';
const LARGE = 'dark.more.large';
const palette = (look) => look.slice(0, look.lastIndexOf('.'));

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Those of their rules that ask for colours or sizes as computed. The others ask what is written and what is shown: the
// same in all themes, and asked with both the usual letters and the largest.
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const OF_SIZE = ['target-size', 'scrollable-region-focusable'];

export const dress = (context, server, look) =>
  context.addCookies([{ name: 'hien-thi', value: look, url: server.url }]);

// The look a page has.
export const worn = (page) => page.evaluate(() =>
  ['theme', 'contrast', 'text'].map((part) => document.documentElement.dataset[part] ?? '-').join('.'));

// Gives a page another look without asking the server (accessibility.spec.mjs holds that it would do the same).
export const wear = (page, look) => page.evaluate((values) => {
  const { dataset } = document.documentElement;
  for (const [place, part] of ['theme', 'contrast', 'text'].entries()) {
    if (values[place] === '-') delete dataset[part];
    else dataset[part] = values[place];
  }
  // Colours fade from one look to the next: half way they are nobody's.
  for (const fading of document.getAnimations()) fading.finish();
}, look.split('.'));

async function resize(page, [width, height]) {
  await page.setViewportSize({ width, height });
}

// Bars that stay in the window lie over what is about to be scrolled from under them, and axe takes that for something
// too small to press: meanwhile they are where the page has them.
const loosen = (page) => page.evaluate(() => {
  for (const element of document.querySelectorAll('body *')) {
    if (getComputedStyle(element).position !== 'sticky') continue;
    element.dataset.loose = '';
    Object.assign(element.style, { position: 'relative', inset: 'auto' });
  }
});

const fasten = (page) => page.evaluate(() => {
  for (const element of document.querySelectorAll('[data-loose]')) {
    delete element.dataset.loose;
    Object.assign(element.style, { position: '', inset: '' });
  }
});

// Holds that the page does not scroll sideways; gives where everything is and how large, as one text.
async function measured(page, name) {
  const { wide, extents } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    extents: [...document.querySelectorAll('body *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join();
    }).join(' '),
  }));
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  return extents;
}

// In the page: the elements drawn in the same colours as one before them, with all that is in them and all that they are
// in. Most rows of a table are, and most of a page whose letters have grown: asking about each takes ten times as long
// as asking about one. Keeps in mind, in what it is given, all that it has met.
function repeats({ numbers, met }) {
  const ASKED = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'textShadow', 'textDecorationLine', 'display',
    'visibility'];
  const numbered = (text) => numbers.get(text) ?? numbers.set(text, numbers.size).get(text); // nested texts stay short
  const drawn = (element) => {
    const style = getComputedStyle(element);
    const [size, bold] = [parseFloat(style.fontSize), style.fontWeight >= 700];
    const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim());
    return [element.tagName, element.getAttribute('class'),
      size >= 24 || (bold && size >= 18.66), // what axe takes for large letters
      Math.min(words.join('').length, 2), element.matches(':disabled, [aria-disabled="true"]'), // it passes over a single
      ...ASKED.map((part) => style[part])].join(';'); // letter and over what cannot be used
  };
  const own = new Map();
  const all = new Map();
  const describe = (element) => {
    own.set(element, numbered(drawn(element)));
    all.set(element, numbered(`${own.get(element)}(${[...element.children].map(describe)})`));
    return all.get(element);
  };
  const again = [];
  const visit = (element, around) => {
    const place = `${around} ${all.get(element)}`;
    if (met.has(place)) return void again.push(element);
    met.add(place);
    const within = numbered(`${around}>${own.get(element)}`);
    for (const child of element.children) visit(child, within);
  };
  describe(document.body);
  visit(document.body, '');
  return again;
}

// No violation of some rules or tags of rules, by the axe that is in the page; some rules have found something.
async function ask(page, name, rules, looked, exclude = []) {
  const found = await page.evaluate(([without, runOnly]) =>
    window.axe.run({ exclude: without }, { runOnly, resultTypes: ['violations'] }), [exclude, rules]);
  expect(found.passes.map((rule) => rule.id), `axe looked at ${name}`).toEqual(expect.arrayContaining(looked));
  expect(found.violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html}`)).toEqual([]);
  return found;
}

// One heading of the first rank, no axe violation. Leaves axe in the page.
export async function whole(page, name) {
  await expect(page.locator('h1'), `${name} has one h1`).toHaveCount(1);
  await expect(page.locator('iframe'), `${name} has no frame`).toHaveCount(0); // axe would have to be in it too
  await page.evaluate(AXE);
  const found = await ask(page, name, TAGS, ['color-contrast', 'target-size']);
  expect(found.passes.length, `axe looked at ${name}`).toBeGreaterThan(5);
}

// What the look may have changed since axe was asked about the page.
async function colours(page, name, known, looked) {
  const again = await page.evaluateHandle(repeats, known);
  const everything = await again.evaluate((elements) => elements.includes(document.body));
  if (!everything || looked.length) await ask(page, name, OF_COLOUR, looked, again);
}

// At one width: everything in the first look, and what the others change. Width changes no colour.
async function inEveryLook(page, name, first, { coloured }) {
  const sizes = new Set();
  const palettes = new Set();
  const known = await page.evaluateHandle(() => ({ numbers: new Map(), met: new Set() }));
  for (const look of [first, ...LOOKS.filter((other) => other !== first)]) {
    const label = `${name}, ${look}`;
    await wear(page, look);
    await loosen(page);
    const extents = await measured(page, label);
    if (look === first) {
      await whole(page, label);
      await page.evaluate(repeats, known);
    } else {
      if (!sizes.has(extents)) await ask(page, label, OF_SIZE, ['target-size']); // themes move nothing
      if (coloured) await colours(page, label, known, palettes.has(palette(look)) ? [] : ['color-contrast']);
    }
    sizes.add(extents);
    palettes.add(palette(look));
  }
}

// The page as it stands, narrow and wide, in every look; then as it was. Axe is asked about everything where most is
// new: narrow with the largest letters, and wide in the usual look.
export async function examine(page, name, { wide = SIZES.desktop, narrow = SIZES.phone } = {}) {
  const before = await worn(page);
  // What can be unfolded is looked at too.
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  await resize(page, narrow);
  await inEveryLook(page, `${name}, narrow`, LARGE, { coloured: false });
  await resize(page, wide);
  await inEveryLook(page, name, USUAL, { coloured: true });
  await fasten(page);
  await wear(page, before);
}

export async function check(page, path, sizes) {
  const response = await page.goto(path);
  expect(response.status(), `${path} answers`).toBeLessThan(500);
  await examine(page, path, sizes);
  return response;
}
