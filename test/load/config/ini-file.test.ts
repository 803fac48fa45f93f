import { expect } from 'chai';
import { readIniFile } from '../../../src/load/config/ini-file.ts';
import { placeOf } from '../../../src/model/source.ts';

const read = (text: string): { readonly entries: unknown; readonly problems: unknown } => {
  const { entries, problems } = readIniFile({ path: 'ansible.cfg', text });
  return {
    entries: entries.map((entry) => [
      entry.name,
      entry.text,
      placeOf(entry.keySpan),
      text.slice(entry.valueSpan.start, entry.valueSpan.end),
    ]),
    problems: problems.map(({ message, span, hint }) => [message, span && placeOf(span), hint]),
  };
};

describe('ansible.cfg as an INI file', () => {
  it('reads sections, keys in any case, both separators, comments', () => {
    const text =
      '; c\n# c\n[defaults]\nForks = 20 ; inline\nhost_key_checking: False # not a comment\nurl=a;b\n[diff]\r\nalways=yes\r\n';
    expect(read(text)).to.deep.equal({
      entries: [
        ['defaults.forks', '20', 'ansible.cfg:4:1', '20'],
        ['defaults.host_key_checking', 'False # not a comment', 'ansible.cfg:5:1', 'False # not a comment'],
        ['defaults.url', 'a;b', 'ansible.cfg:6:1', 'a;b'],
        ['diff.always', 'yes', 'ansible.cfg:8:1', 'yes'],
      ],
      problems: [],
    });
  });

  it('continues values on indented lines', () => {
    const text = '[defaults]\nstrategy=a\n  b\n\n# c\n c\nforks=\n 5\n\n';
    expect(read(text)).to.deep.equal({
      entries: [
        ['defaults.strategy', 'a\nb\n\nc', 'ansible.cfg:2:1', 'a\n  b\n\n# c\n c'],
        ['defaults.forks', '\n5', 'ansible.cfg:7:1', '\n 5'],
      ],
      problems: [],
    });
  });

  it('finds every mistake', () => {
    expect(read('forks=1\n[defaults]\nnocows\nforks=1\nFORKS=2\n[defaults]\n').problems).to.deep.equal([
      ["'forks' stands before the first section", 'ansible.cfg:1:1', 'write [defaults] above it'],
      ["'nocows' is no setting", 'ansible.cfg:3:1', 'write key = value'],
      ["'FORKS' is there twice in [defaults]", 'ansible.cfg:5:1', undefined],
      ['The section [defaults] is there twice', 'ansible.cfg:6:1', undefined],
    ]);
  });
});
