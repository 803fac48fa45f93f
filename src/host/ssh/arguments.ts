// Reads arguments for the ssh program, as inventories have them (`ansible_ssh_common_args`), for what they mean to us.

import { splitWords } from '../words.ts';
import { type Options, parseLine, setOption } from './config-file.ts';

export interface SshArguments {
  /** What they set, as options of ssh_config. */
  readonly options: Options;
  /** `-F`: the only configuration file to read; `none` for no file at all. */
  readonly configFile?: string;
  /** Words that have no meaning here, each with its reason. */
  readonly ignored: readonly string[];
  /** The destination, where there is one (only in a ProxyCommand). */
  readonly destination?: string;
  /** `-W host:port`. */
  readonly forward?: string;
}

// Flags that say how ssh should share connections, talk or look: nothing that would change where and how we log in.
const meaningless = new Set(['C', 'q', 'v', 'n', 'N', 'T', 't', 'x', 'X', 'Y', 'a', 'k', 'K', 'f', 'M', 's', 'g', 'G']);
const withArgument = new Set('BbcDEeFIiJLlmOopQRSWw'.split(''));
const asOption: Readonly<Record<string, string>> = {
  b: 'bindaddress',
  c: 'ciphers',
  i: 'identityfile',
  J: 'proxyjump',
  l: 'user',
  m: 'macs',
  p: 'port',
};

/** Parses the arguments. `undefined` where a quote is not closed. */
export function parseSshArguments(text: string): SshArguments | undefined {
  const words = splitWords(text);
  if (words === undefined) return undefined;
  const options: Options = new Map();
  const ignored: string[] = [];
  const found: { configFile?: string; destination?: string; forward?: string } = {};
  const set = (keyword: string, value: string) => setOption(options, { keyword, words: [value], text: value });
  const take = (flag: string, value: string) => {
    const keyword = asOption[flag];
    if (keyword !== undefined) set(keyword, value);
    else if (flag === 'o') {
      const line = parseLine(value);
      if (line) setOption(options, line);
      else ignored.push(`-o ${value}`);
    } else if (flag === 'F') found.configFile = value;
    else if (flag === 'W') found.forward = value;
    else if (flag !== 'S' && flag !== 'O') ignored.push(`-${flag} ${value}`);
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^-./.test(word)) {
      if (found.destination === undefined) found.destination = word;
      else ignored.push(word);
      continue;
    }
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const flag = letters.charAt(0);
      if (withArgument.has(flag)) {
        take(flag, letters.slice(1) || (rest.shift() ?? ''));
        break;
      }
      if (flag === '4' || flag === '6') set('addressfamily', flag === '4' ? 'inet' : 'inet6');
      else if (flag === 'A') set('forwardagent', 'yes');
      else if (!meaningless.has(flag)) ignored.push(`-${flag}`);
    }
  }
  return { options, ignored, ...found };
}
