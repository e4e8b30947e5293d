// What every page must hold, in every look.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { SIZES } from './fixtures.mjs';

export const LOOKS = [
  { name: 'sáng', cookie: 'light.normal.-' },
  { name: 'tối', cookie: 'dark.normal.-' },
  { name: 'tương phản', cookie: 'light.more.-' },
  { name: 'tối, tương phản, chữ to', cookie: 'dark.more.large' },
  { name: 'chữ nhỏ', cookie: 'light.normal.small' },
];
// Sizes the other way about: for the pages people see most, where a step more has little that is new to it.
export const MORE_LOOKS = [
  { name: 'sáng, chữ to', cookie: 'light.normal.large' },
  { name: 'tối, chữ nhỏ', cookie: 'dark.normal.small' },
];
export const USUAL = LOOKS[0];
const LARGE = LOOKS[3];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const dress = (context, server, look) =>
  context.addCookies([{ name: 'hien-thi', value: look.cookie, url: server.url }]);

async function resize(page, [width, height]) {
  await page.setViewportSize({ width, height });
}

// One heading of the first rank, no axe violation.
async function axe(page, name) {
  await expect(page.locator('h1'), `${name} has one h1`).toHaveCount(1);
  // No page has frames, so axe need not open a second page to gather what frames say: half the time.
  await expect(page.locator('iframe'), `${name} has no frame`).toHaveCount(0);
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(TAGS);
  const found = await builder.analyze();
  expect(found.passes.length, `axe looked at ${name}`).toBeGreaterThan(5);
  expect(found.violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html}`)).toEqual([]);
}

async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

// The page as it stands, wide and narrow. Width changes no colour: in the look with the largest letters, where a narrow
// page changes most, axe looks at both; in the others at the wide one, and the narrow one must only fit.
export async function examine(page, name, look, { wide = SIZES.desktop, narrow = SIZES.phone } = {}) {
  await resize(page, narrow);
  // What can be unfolded is looked at too.
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  await fits(page, `${name}, narrow`);
  if (look === LARGE) await axe(page, `${name}, narrow`);
  await resize(page, wide);
  await fits(page, name);
  await axe(page, name);
}

export async function check(page, path, look, sizes) {
  const response = await page.goto(path);
  expect(response.status(), `${path} answers`).toBeLessThan(500);
  await examine(page, path, look, sizes);
  return response;
}
