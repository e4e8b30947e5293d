// Browser journeys against the real binary, a real database and the demo. Each test has a server and data of its own
// (support/fixtures.mjs), so they run side by side, two at a time: no test may lean on what another did, on an order or on
// a fixed port, folder or name of a picture. Projects only set the order: the longest journeys start
// first, so that no worker is left alone with one at the end. No retries: a journey that fails once has found something.
import { defineConfig } from '@playwright/test';

const LONG = /(bong-son|thanh-tri|committee|programmes)\.spec\.mjs/;

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 300_000, // generous: a busy machine is no failure, and what hangs is found by the times below
  expect: { timeout: 20_000 },
  reporter: [['list']],
  globalSetup: './support/template.mjs',
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'rest', testIgnore: LONG },
  ],
  use: {
    browserName: 'chromium',
    actionTimeout: 20_000, // a button that is not there is found missing at once, not at the end of the journey
    locale: 'vi-VN',
    timezoneId: 'America/New_York', // people read Vietnamese time wherever the device thinks it is
    launchOptions: {
      executablePath: process.env.HOITHI_CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    },
  },
});
