import unarchive from '../../../modules/unarchive.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const TREE =
  'mkdir -p s/a/e d; echo 1 >s/1; echo 2 >"s/a/2 b"; chmod 751 s/1; ln -s 1 s/l; chmod 2770 s/a; touch -d @1500000000 s/1 "s/a/2 b" s/a/e s/a s';
const TGZ = `${TREE}; tar czf s.tgz -C s .; rm -r s`;
const NAMED = `${TREE}; tar cf s.tar s; rm -r s`;
const ZIP = `${TREE}; rm s/l; (cd s; zip -qr ../s.zip .); rm -r s`;
const tar = { src: 'DIR/s.tgz', dest: 'DIR/d', remote_src: true };
const zip = { src: 'DIR/s.zip', dest: 'DIR/d', remote_src: true };
// What unzip and tar were told, and said, is each engine's own; sizes of directories differ with how they were filled. Two archives of the
// same have the times of their making in them.
const common = { except: ['extract_results', 'size'], apartFrom: ['s.tgz', 's.tar', 's.zip', 's.txz', 's.tbz'] };
// Whatever GNU tar can open is a TarArchive to Ansible.
const otherName = { ...common, except: [...common.except, 'handler'] };

const CASES: readonly ParityCase[] = [
  { given: TGZ, args: tar, times: true, ...common },
  { given: TGZ, args: { ...tar, list_files: true }, ...common },
  { given: NAMED, args: { ...tar, src: 'DIR/s.tar', mode: '0700' }, ...common },
  { given: NAMED, args: { ...tar, src: 'DIR/s.tar' }, ...common },
  { given: NAMED, args: { ...tar, src: 'DIR/s.tar', extra_opts: ['--strip-components=1'] }, ...common },
  { given: NAMED, args: { ...tar, src: 'DIR/s.tar', exclude: ['s/a', '*/l'] }, ...common },
  { given: NAMED, args: { ...tar, src: 'DIR/s.tar', include: ['s/1'] }, ...common },
  { given: TGZ, args: { ...tar, mode: '0700', owner: 'daemon', group: 'daemon' }, ...common },
  { given: TGZ, args: { ...tar, mode: 'u=rwX,g=rX,o=' }, ...common },
  { given: `${TGZ}; echo old >d/1`, args: tar, ...common },
  { given: `${TGZ}; echo new >d/1`, args: { ...tar, keep_newer: true }, ...common },
  { given: `${TGZ}; touch d/done`, args: { ...tar, creates: 'DIR/d/done' }, ...common },
  { given: `${TGZ}; touch d/done`, args: { ...tar, creates: 'done' }, ...common },
  { given: ZIP, args: zip, ...common },
  { given: ZIP, args: { ...zip, exclude: ['a/*'] }, ...common },
  { given: ZIP, args: { ...zip, include: ['1'] }, ...common },
  { given: ZIP, args: { ...zip, mode: '0600' }, ...common },
  { given: `${ZIP}; echo old >d/1`, args: zip, ...common },
  { given: TGZ, args: { ...tar, src: 'DIR/none' }, once: true, ...common },
  { given: TGZ, args: { ...tar, dest: 'DIR/none' }, once: true, ...common },
  { given: 'mkdir d; echo x >s.tgz', args: tar, once: true, ...common },
  { given: TGZ, args: { ...tar, include: ['a'], exclude: ['b'] }, once: true, ...common },
  { given: `${TREE}; tar cJf s.txz -C s .; rm -r s`, args: { ...tar, src: 'DIR/s.txz' }, ...otherName },
  { given: `${TREE}; tar cjf s.tbz -C s .; rm -r s`, args: { ...tar, src: 'DIR/s.tbz' }, ...otherName },
  {
    given: `${TGZ}; ln -s d ld`,
    args: { ...tar, dest: 'DIR/ld' },
    ...common,
    except: [...common.except, 'mode', 'state'],
  },
  { given: TGZ, args: { ...tar, dest: 'DIR/d/' }, ...common },
];

parityWithAnsible('unarchive', unarchive, CASES);
