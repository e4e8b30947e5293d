import { test as base, expect } from '@playwright/test';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from './clock.mjs';
import { Server } from './server.mjs';
import { SHOTS } from './template.mjs';

export { expect };

export const SIZES = { phone: [360, 640], tablet: [768, 1024], desktop: [1280, 900], kiosk: [1080, 1920] };
// One screen of each kind for the README, not the whole page.
const SCREENS = { kiosk: SIZES.kiosk, readme: [1040, 600], readmePhone: [360, 720], readmeTall: [360, 1240], readmeKiosk: [540, 960] };

export const test = base.extend({
  // Whether the journey moves the server's clock: `server.clock`.
  movesClock: [false, { option: true }],

  // Each journey has a server and data of its own: there are few slips, and an attempt is sent only once.
  server: async ({ movesClock }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'hoithi-e2e-'));
    cpSync(process.env.HOITHI_TEMPLATE, folder, { recursive: true });
    const server = new Server(folder, movesClock ? new Clock(folder) : undefined);
    await server.start();
    await use(server);
    await server.stop();
    rmSync(folder, { recursive: true });
  },

  baseURL: async ({ server }, use) => use(server.url),

  // Fails a journey when a page reports an error of its own: a broken script, a refused policy.
  page: async ({ page }, use) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      // A refused or unreachable request is part of some journeys; a policy violation or a panic never is.
      if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(text)) errors.push(text);
    });
    await use(page);
    expect(errors, 'errors reported by pages').toEqual([]);
  },
});

// Roster sign-ins that `hoithi demo` prints: code, secret.
export function slip(code) {
  const line = process.env.HOITHI_DEMO_TEXT.split('\n').find((l) => l.includes(code));
  if (!line) throw new Error(`the demo prints no slip for ${code}`);
  return { code, secret: line.trim().split(/\s+/)[1] };
}

export const PASSWORD = 'Hoi-thi-demo-2026';
export const HUE = '/cuoc-thi/thua-thien-hue-2022';

export async function shot(page, name, size = 'desktop') {
  const [width, height] = SIZES[size] ?? SCREENS[size];
  const path = join(SHOTS, `${name}-${size}.png`);
  // Journeys run side by side: a name used twice would leave whichever picture came last.
  expect(existsSync(path), `${name}-${size} is the name of one picture`).toBe(false);
  await page.setViewportSize({ width, height });
  // A kiosk shows one screen: what does not fit is not seen.
  await page.screenshot({ path, fullPage: !(size in SCREENS), animations: 'disabled' });
}

export async function signInRoster(page, code, round = 'dot-3') {
  const { secret } = slip(code);
  await page.goto(`${HUE}/vao-thi/${round}`);
  await page.getByLabel('Mã dự thi').fill(code);
  await page.getByLabel('Mật mã trên phiếu').fill(secret);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

export async function signInStaff(page, login) {
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
}
