// Browser journeys against the real binary, a real database and the demo. One worker: the journeys share a server the
// way people do. No retries: a journey that fails once has found something.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  globalSetup: './support/template.mjs',
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000, // a button that is not there is found missing at once, not at the end of the journey
    locale: 'vi-VN',
    timezoneId: 'America/New_York', // people read Vietnamese time wherever the device thinks it is
    launchOptions: {
      executablePath: process.env.HOITHI_CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    },
  },
});
