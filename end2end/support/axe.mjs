// What every page must hold, in every look.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

export const LOOKS = [
  { name: 'sáng', cookie: 'light.normal.-' },
  { name: 'tối', cookie: 'dark.normal.-' },
  { name: 'tương phản', cookie: 'light.more.-' },
  { name: 'tối, tương phản, chữ to', cookie: 'dark.more.large' },
  { name: 'chữ nhỏ', cookie: 'light.normal.small' },
];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The page as it stands: one heading of the first rank, no axe violation, no scrolling sideways.
export async function examine(page, name) {
  await expect(page.locator('h1'), `${name} has one h1`).toHaveCount(1);
  const found = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(found.violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

export async function check(page, path) {
  const response = await page.goto(path);
  expect(response.status(), `${path} answers`).toBeLessThan(500);
  await examine(page, path);
}
