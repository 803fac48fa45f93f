import { expect } from 'chai';
import { expandHosts } from '../../../src/load/inventory/host-range.ts';

describe('host ranges', () => {
  const expanded: readonly (readonly [written: string, names: string, port?: number])[] = [
    ['h', 'h'],
    ['h[1:3]', 'h1 h2 h3'],
    ['h[:2]', 'h0 h1 h2'],
    ['h[9:11]', 'h9 h10 h11'],
    ['h[01:10:3]', 'h01 h04 h07 h10'],
    ['h[001:003:9]', 'h001'],
    ['h[1:02]', 'h1 h2'],
    ['h[-1:1]', 'h-1 h0 h1'],
    ['h[a:e:2].x', 'ha.x hc.x he.x'],
    ['h[y:B]', 'hy hz hA hB'],
    ['h[1:2]x[a:b].y', 'h1xa.y h1xb.y h2xa.y h2xb.y'],
    ['10.0.0.[1:2]:44', '10.0.0.1 10.0.0.2', 44],
    ['h[08:09]:2201', 'h08 h09', 2201],
    ['h:22', 'h', 22],
    ['h_x:22', 'h_x', 22],
    ['é:22', 'é', 22],
    ['[::1]:22', '::1', 22],
    ['[10.0.0.1]:22', '10.0.0.1', 22],
    ['[foo]:22', 'foo', 22],
    ['::1', '::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['h:22:33', 'h:22:33'],
    ['h:abc', 'h:abc'],
    ['h:0', 'h'],
    ['-h:22', '-h:22'],
    ['a.b-.c:22', 'a.b-.c:22'],
    ['user@h[1:2]:22', 'user@h1:22 user@h2:22'],
    ['h[1:2]:abc', 'h1:abc h2:abc'],
  ];
  for (const [written, names, port] of expanded) {
    it(`${written} is ${names}${port === undefined ? '' : ` at ${port}`}`, () => {
      expect(expandHosts(written)).to.deep.equal({
        ok: true,
        names: names.split(' '),
        ...(port !== undefined && { port }),
      });
    });
  }

  const refused: readonly (readonly [written: string, problem: string])[] = [
    ['h:', 'it ends in a colon, which announces a port'],
    ['h[1:3', "a '[' is never closed"],
    ['h[1]', "'[1]' is no range: write [begin:end] or [begin:end:step]"],
    ['h[]', "'[]' is no range: write [begin:end] or [begin:end:step]"],
    ['h[1:2:3:4]', "'[1:2:3:4]' is no range: write [begin:end] or [begin:end:step]"],
    ['h[1:]', "the range '[1:]' has no end"],
    ['h[z:a]', "the range '[z:a]' ends before it begins"],
    ['h[A:c]', "the range '[A:c]' ends before it begins"],
    ['h[3:1]', "the range '[3:1]' holds no number"],
    ['h[01:9]', "in the range '[01:9]' begin and end must be equally long"],
    ['h[1:b]', "'b' in the range '[1:b]' is no number"],
    ['h[1:5:x]', "the step 'x' of the range '[1:5:x]' is no number"],
    ['h[1:2:0]', "the step of the range '[1:2:0]' is 0"],
  ];
  for (const [written, problem] of refused) {
    it(`refuses ${written}`, () => {
      expect(expandHosts(written)).to.deep.equal({ ok: false, problem });
    });
  }
});
