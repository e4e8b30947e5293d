// Taking part with JavaScript: the live panel saves each choice by itself.
import { expect } from '@playwright/test';

export const saved = (page) => page.locator('.save-state--saved');

// The live panel, awake.
export async function begin(page, total) {
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page.getByText(`Câu 1 trong ${total}`)).toBeVisible();
  await expect(page.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  return new URL(page.url()).pathname;
}

// A person who declares who they are, on a device of their own.
export async function declareOwn(page, { name, born, phone, unit }) {
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByLabel('Ngày sinh').fill(born);
  await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByLabel('Khu phố hoặc đơn vị').selectOption({ label: unit });
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

// Answers the open question: rightly as the bank says, or with any other option. Waits until the server has it.
export async function answerOpen(page, question, key, right) {
  const field = page.locator(`#cau-${question}`);
  await expect(field).toBeVisible();
  const stem = await field.locator('.question__text').innerText();
  const wanted = key.get(stem);
  expect(wanted, `the bank has the question: ${stem}`).toBeTruthy();
  const texts = await field.locator('.option__text').allInnerTexts();
  const plain = texts.map((text) => text.replace(/^[A-H]\.\s*/, '').trim());
  for (const [place, text] of plain.entries()) {
    if (wanted.several) {
      if (wanted.right.has(text) === right) await field.locator('.option').nth(place).click();
    } else if (wanted.right.has(text) === right) {
      await field.locator('.option').nth(place).click();
      break;
    }
  }
  await expect(field.locator('input:checked').first()).toBeChecked();
  return stem;
}

// Answers the open question with its first option.
export async function answerAny(page, question) {
  const field = page.locator(`#cau-${question}`);
  await expect(field).toBeVisible();
  await field.locator('.option').first().click();
  await expect(field.locator('.option input').first()).toBeChecked();
}
