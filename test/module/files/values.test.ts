import { expect } from 'chai';
import { wantedFlags } from '../../../src/module/files/flags.ts';
import { ancestors, tidy } from '../../../src/module/files/paths.ts';
import { strptime } from '../../../src/module/files/strptime.ts';
import { modeOf } from '../../../src/module/files/symbolic-mode.ts';

// Recorded from ansible: clauses, the mode before, what it is, the umask, and the mode afterwards.
const RECORDED: readonly (readonly [string, string, 'file' | 'directory', string, string])[] = [
  ['a-X', '4054', 'file', '0', '4044'],
  ['+u', '6174', 'directory', '0', '6175'],
  ['u=', '4712', 'file', '27', '12'],
  ['a+u', '6476', 'file', '22', '6476'],
  ['a+X,-,ug+tx', '2607', 'file', '27', '2717'],
  ['a=g', '7032', 'file', '0', '333'],
  ['=srr,a-', '4620', 'directory', '27', '6440'],
  ['oou+o=rX', '3463', 'file', '22', '2565'],
  ['a=,a-o', '5551', 'file', '77', '0'],
  ['a-X-rwt', '4506', 'file', '22', '4000'],
  ['o-wtx', '2107', 'file', '0', '2104'],
  ['a-xrw,+,o+ww-r', '3257', 'directory', '0', '3002'],
  ['+', '6766', 'file', '77', '6766'],
  ['a-', '4405', 'file', '22', '4405'],
  ['a-xtx', '7760', 'file', '27', '6660'],
  ['=rtt,ogu-sx', '6137', 'file', '22', '1444'],
  ['a-sxr', '4230', 'file', '22', '220'],
  ['-x+ws,=w,a-', '3410', 'directory', '77', '200'],
  ['a=xt-rr', '270', 'directory', '27', '1111'],
  ['uoo+tXw,-r', '2250', 'file', '22', '3313'],
  ['=,+os,+t', '446', 'file', '77', '7666'],
  ['+xXs,a=ww+g', '4775', 'directory', '22', '777'],
  ['g=tX,gg+g', '1776', 'file', '0', '1776'],
  ['a-xXX', '6563', 'directory', '27', '6462'],
  ['=g+gXX', '4567', 'file', '0', '777'],
  ['+xw', '5426', 'directory', '27', '5736'],
  ['-g,uug-tx,a-wsx', '5026', 'directory', '22', '1004'],
  ['ogo=xsr=XXr,a+tsr-g', '1462', 'file', '0', '7000'],
  ['-t', '707', 'directory', '22', '707'],
  ['=', '5132', 'directory', '27', '0'],
  ['a+-tr,oug=u=u,u-t', '1231', 'file', '22', '222'],
  ['a=Xt', '554', 'file', '0', '1111'],
  ['a-Xww', '6431', 'file', '27', '6400'],
  ['o=twt,a+o', '6461', 'directory', '0', '7573'],
  ['a-t,o=o=,a-xs', '3250', 'file', '22', '240'],
  ['a=,a=r,uu=sX-xw', '2634', 'file', '22', '4044'],
  ['a+t,-u,-s', '1055', 'file', '77', '1055'],
  ['a=xw,g-u', '5777', 'file', '77', '303'],
  ['a-t,-u', '3253', 'directory', '22', '2051'],
  ['g=Xtr=', '146', 'directory', '27', '106'],
  ['a-rs+r,g=Xtt=u', '1035', 'file', '77', '1405'],
  ['a-g,-wrs,g+', '1324', 'directory', '22', '1100'],
  ['a+=u,+sts-u', '1030', 'file', '0', '7000'],
  ['a+w,-www', '4246', 'file', '0', '4044'],
  ['a-,a-o,-x', '3545', 'directory', '22', '3000'],
  ['a-x=', '4670', 'file', '22', '0'],
  ['+x', '6242', 'directory', '77', '6342'],
  ['a-rXr,uuu+w', '3546', 'file', '0', '3202'],
  ['a=,+Xut', '6063', 'directory', '22', '1111'],
  ['a-trs=,a-g,a+w', '6567', 'file', '22', '222'],
  ['ogg-,a=Xs=wst', '6562', 'directory', '22', '7222'],
  ['a+g', '1106', 'directory', '27', '1106'],
  ['a+,a-rs', '6054', 'directory', '22', '10'],
  ['a+wt=XXr,uu=xww,+o=u', '6473', 'directory', '22', '444'],
  ['a+oXt', '1007', 'directory', '0', '1777'],
  ['a=,a=u,=o=sxr', '4455', 'directory', '27', '6550'],
  ['a-w', '5710', 'directory', '22', '5510'],
  ['a-wt', '5017', 'directory', '22', '4015'],
  ['a=ts', '2041', 'file', '77', '7000'],
  ['+w,a-tw,g=u', '3020', 'directory', '27', '0'],
  ['+o', '5572', 'file', '77', '5772'],
  ['uou+g,a+wX,a=wrt+r', '5330', 'file', '0', '1666'],
  ['a-g,a-wst,+xx=', '3515', 'file', '0', '0'],
  ['=swt,a-w+txt,o-+ws', '4155', 'directory', '22', '7113'],
  ['a-,a+XXx', '5531', 'directory', '22', '5531'],
  ['a+g', '2422', 'file', '27', '2622'],
  ['g-xw=rtt', '2603', 'directory', '0', '643'],
  ['-s+tt,a+s-xrr', '6137', 'file', '22', '7022'],
  ['o-swx', '1451', 'directory', '27', '1450'],
  ['=g,a=', '7027', 'directory', '27', '0'],
  ['=gx', '721', 'directory', '22', '333'],
  ['a=sXx-w', '1316', 'directory', '22', '6111'],
  ['-xX+rww,=o-w', '6675', 'directory', '22', '555'],
  ['a+u,a=u', '3610', 'file', '77', '666'],
  ['a-o,a-x,ouo-st', '7420', 'directory', '22', '2420'],
];

describe('file modes', () => {
  for (const [text, before, type, umask, after] of RECORDED) {
    it(`${text} on ${before} (${type}, umask ${umask})`, () => {
      const mode = modeOf(text, Number.parseInt(before, 8), type === 'directory', Number.parseInt(umask, 8));
      expect(mode?.toString(8)).to.equal(after);
    });
  }

  const OCTAL: readonly (readonly [string, string | undefined])[] = [
    ['0644', '644'],
    ['644', '644'],
    ['0o755', '755'],
    ['01777', '1777'],
    ['0888', undefined],
    ['u+z', undefined],
    ['u', undefined],
    ['ux=r', undefined],
  ];
  for (const [text, mode] of OCTAL) {
    it(`${text} is ${mode ?? 'no mode'}`, () => expect(modeOf(text, 0, false)?.toString(8)).to.equal(mode));
  }
});

describe('file flags', () => {
  const CASES: readonly (readonly [string, string | undefined, ReturnType<typeof wantedFlags>])[] = [
    ['+i', 'e', { change: '+i', after: 'ei' }],
    ['+i', 'ie', undefined],
    ['-i', 'ie', { change: '-i', after: 'e' }],
    ['-i', 'e', undefined],
    ['=d', 'de', { change: '=d', after: 'd' }],
    ['ed', 'de', undefined],
    ['d', undefined, { change: '=d', after: 'd' }],
  ];
  for (const [asked, now, wanted] of CASES) {
    it(`${asked} where there is ${now ?? 'no file'}`, () => expect(wantedFlags(asked, now)).to.deep.equal(wanted));
  }
});

describe('times as strptime reads them', () => {
  const CASES: readonly (readonly [string, string, string | undefined])[] = [
    ['200203040506.07', '%Y%m%d%H%M.%S', '2002-3-4 5:6:7'],
    ['04/Mar/2002 5:06 PM', '%d/%b/%Y %I:%M %p', '2002-3-4 17:6:0'],
    ['12:00 am 1-2-99', '%I:%M %p %m-%d-%y', '1999-1-2 0:0:0'],
    ['2004-060', '%Y-%j', '2004-2-29 0:0:0'],
    ['2003-02-29', '%Y-%m-%d', undefined],
    ['2003-02-28x', '%Y-%m-%d', undefined],
    ['a.b', 'a%%b', undefined],
    ['2003  7', '%Y %m', '2003-7-1 0:0:0'],
  ];
  for (const [text, format, shown] of CASES) {
    it(`${text} in ${format}`, () => {
      const time = strptime(text, format);
      const spelled = time && `${time.year}-${time.month}-${time.day} ${time.hour}:${time.minute}:${time.second}`;
      expect(spelled).to.equal(shown);
    });
  }
});

describe('paths as text', () => {
  it('knows the directories above', () => {
    expect(ancestors('/a/./b//c/')).to.deep.equal(['/a', '/a/b']);
    expect(ancestors('/a')).to.deep.equal([]);
    expect(ancestors('a/b')).to.deep.equal(['a']);
  });
  it('tidies without resolving', () =>
    expect([tidy('/a/./b//../c/'), tidy('/'), tidy('./a')]).to.deep.equal(['/a/b/../c', '/', 'a']));
});
