// Where quotes and brackets begin and end; it lives with the scanner that asks it most.

export { endOfBrackets, endOfQuotes, openingBracket, openingQuote } from '../../template/text/yaml/enclosure.ts';
