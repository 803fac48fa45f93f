import { expect } from 'chai';
import { decodeText, encodeText } from '../../../src/template/text/bytes.ts';

describe('bytes as text', () => {
  for (const { hex, text } of [
    { hex: '', text: '' },
    { hex: '61c3a9f09f9880', text: 'aé😀' },
    { hex: '61ff62', text: 'a\udcff' + 'b' },
    { hex: 'c3', text: '\udcc3' },
    { hex: 'c328', text: '\udcc3(' },
    { hex: 'eda080', text: '\udced\udca0\udc80' },
    { hex: 'f09f98', text: '\udcf0\udc9f\udc98' },
    { hex: 'efbbbf61', text: '\ufeffa' },
    { hex: '00ff00', text: '\0\udcff\0' },
  ]) {
    it(hex, () => {
      const bytes = Buffer.from(hex, 'hex');
      expect(decodeText(bytes)).to.equal(text);
      expect(encodeText(decodeText(bytes)).toString('hex')).to.equal(hex);
    });
  }
});
