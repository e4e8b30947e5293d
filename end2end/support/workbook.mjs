// Workbooks: a zip of texts, which is a row of files with a directory at its end.
import { inflateRawSync } from 'node:zlib';

// The texts of a workbook's parts by name: a zip is a row of files with a directory at its end.
export function unzip(bytes) {
  const parts = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const header = bytes.readUInt32LE(at + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const body = bytes.subarray(start, start + packed);
    parts[bytes.toString('utf8', at + 46, at + 46 + name)] = (method === 0 ? body : inflateRawSync(body)).toString('utf8');
    at += 46 + name + extra + comment;
  }
  return parts;
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

// Packs texts by name, without compression.
export function zip(parts) {
  const [files, directory] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [label, body] = [Buffer.from(name), Buffer.from(text)];
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x21, 8); // 1 January 1980, the first day a zip knows
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(label.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    files.push(Buffer.from('PK\x03\x04'), facts, label, body);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), facts, place, label);
    at += 30 + label.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, listed, Buffer.from('PK\x05\x06'), end]);
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

// A template the product hands out, filled in below its heading and example as a person would in a spreadsheet.
export function filled(template, rows) {
  const parts = unzip(template);
  const name = 'xl/worksheets/sheet1.xml';
  const first = Math.max(...[...parts[name].matchAll(/<row r="(\d+)"/g)].map((match) => Number(match[1]))) + 1;
  const column = (place) => String.fromCharCode(65 + place);
  const cells = (row, number) => row.map((text, place) => text === '' ? ''
    : `<c r="${column(place)}${number}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`).join('');
  const lines = rows.map((row, place) => `<row r="${first + place}">${cells(row, first + place)}</row>`).join('');
  parts[name] = parts[name].replace(/<dimension [^>]*>/, '').replace('</sheetData>', `${lines}</sheetData>`);
  return { bytes: zip(parts), first };
}
