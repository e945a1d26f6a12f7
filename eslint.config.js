import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const exactMath =
  'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|LN2|LN10|LOG2E|LOG10E|PI|SQRT2|SQRT1_2';
const fromBase = 'engines differ in its last bits: take it from src/base/, or use + − × ÷ and Math.sqrt';
const byTurn = 'the same run must give the same bytes: ';

/** What would make two machines compute different histories. */
const nondeterminism = [
  { selector: "MemberExpression[object.name='Date']", message: `${byTurn}take the time from the host.` },
  { selector: "NewExpression[callee.name='Date']", message: `${byTurn}take the time from the host.` },
  { selector: "CallExpression[callee.name='Date']", message: `${byTurn}take the time from the host.` },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: `${byTurn}draw keyed randomness from src/base/.`,
  },
  {
    selector: `MemberExpression[object.name='Math']:not([property.name=/^(?:${exactMath}|random)$/])`,
    message: `This Math function is not exact: ${fromBase}.`,
  },
  {
    selector: "VariableDeclarator[init.name='Math']",
    message: 'Write Math.name in full, so that the rule can read it.',
  },
  { selector: "BinaryExpression[operator='**']", message: `** is not exact: ${fromBase}.` },
  { selector: "AssignmentExpression[operator='**=']", message: `**= is not exact: ${fromBase}.` },
  { selector: "Identifier[name='Intl']", message: `${byTurn}Intl depends on the machine's locale.` },
  {
    selector: 'MemberExpression[property.name=/^(?:toLocale\\w*|localeCompare)$/]',
    message: `${byTurn}compare by code points and format by hand; this depends on the machine's locale.`,
  },
];

const runes = [
  {
    selector: 'CallExpression[callee.name=/^\\$(?:state|derived|effect|props|bindable|inspect|host)$/]',
    message: 'Runes live in components and in files named .svelte.ts only.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^\\$(?:state|derived|effect|props|inspect)$/]',
    message: 'Runes live in components and in files named .svelte.ts only.',
  },
];

/** What would let a world outlive its use. */
const lasting = {
  selector: "AssignmentExpression[left.type='MemberExpression'][right.type=/^(?:Arrow)?FunctionExpression$/]",
  message:
    'V8 puts a function that is written where it is assigned to a property among its lasting objects, and all that it can see lives on until a full collection: make it in a field, an argument or a function of its own.',
};

const core =
  'base,model,history,engine,authoring,faults,scenario,dialects,simulation,bench,interchange,examples';

export default tseslint.config(
  { ignores: ['**/dist/', 'test-results/', 'bench-results/', 'public/', 'test/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...runes],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // With noUncheckedIndexedAccess, `!` is how a checked index reads.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port is asynchronous even where one implementation of it has nothing to await.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: [`src/{${core}}/**/*.ts`, 'mocks/{models,skills,data}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...runes, ...nondeterminism, lasting] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['scripts/**', 'src/cli/**', 'test/**', '*.config.*'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
);
