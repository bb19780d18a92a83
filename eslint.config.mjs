/**
 * Three layers: n8n's own rules for community packages (the same set as its package check), types, and the
 * rules of this house: who may import whom, how large a file may grow, no cycles.
 */
import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import boundaries from 'eslint-plugin-boundaries';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts', 'core/**/*.ts', 'vendor/**/*.ts'];

/** Which part of the house may import which; anything not named is refused. */
const parts = {
	nodes: [
		'nodes',
		'core-sync',
		'core-reconcile',
		'core-event',
		'core-plane',
		'core-caldav',
		'core-icalendar',
		'core-webdav',
		'core-http',
		'core-base',
	],
	credentials: ['core-base'],
	'core-sync': [
		'core-sync',
		'core-reconcile',
		'core-event',
		'core-plane',
		'core-caldav',
		'core-icalendar',
		'core-http',
		'core-base',
	],
	'core-reconcile': [
		'core-reconcile',
		'core-event',
		'core-plane',
		'core-caldav',
		'core-icalendar',
		'core-webdav',
		'core-http',
		'core-base',
	],
	'core-event': ['core-event', 'core-plane', 'core-icalendar', 'core-base', 'vendor'],
	'core-plane': ['core-plane', 'core-http', 'core-base', 'vendor'],
	'core-caldav': ['core-caldav', 'core-icalendar', 'core-webdav', 'core-http', 'core-base', 'vendor'],
	'core-icalendar': ['core-icalendar', 'core-base', 'vendor'],
	'core-webdav': ['core-webdav', 'core-http', 'core-base', 'vendor'],
	'core-http': ['core-http', 'core-base', 'vendor'],
	'core-base': ['core-base'],
	vendor: [],
};

const coreFolders = ['sync', 'reconcile', 'event', 'plane', 'caldav', 'icalendar', 'webdav', 'http'];

export default tseslint.config(
	{ ignores: ['dist/', '.cache/', 'node_modules/', 'coverage/'] },

	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, tseslint.configs.recommended, importX.flatConfigs.recommended],
		languageOptions: {
			parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
		},
		settings: {
			'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.check.json' })],
		},
		rules: {
			'max-lines': ['error', 400],
			'max-depth': ['error', 3],
			'max-params': ['error', 3],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unnecessary-condition': 'error',
			'import-x/no-cycle': 'error',
			'import-x/no-default-export': 'error',
			// CommonJS default exports of libraries are read through esModuleInterop, which this rule mistakes.
			'import-x/no-named-as-default-member': 'off',
			'import-x/no-named-as-default': 'off',
		},
	},

	{
		files: shipped,
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { boundaries },
		settings: {
			'boundaries/elements': [
				{ type: 'nodes', pattern: 'nodes/**/*', mode: 'file' },
				{ type: 'credentials', pattern: 'credentials/**/*', mode: 'file' },
				...coreFolders.map((name) => ({ type: `core-${name}`, pattern: `core/${name}/**/*`, mode: 'file' })),
				{ type: 'core-base', pattern: 'core/*', mode: 'file' },
				{ type: 'vendor', pattern: 'vendor/**/*', mode: 'file' },
			],
		},
		rules: {
			'max-lines-per-function': ['error', 60],
			'boundaries/no-unknown-files': 'error',
			'boundaries/element-types': [
				'error',
				{ default: 'disallow', rules: Object.entries(parts).map(([from, allow]) => ({ from, allow })) },
			],
		},
	},

	{
		files: ['core/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ paths: [{ name: 'n8n-workflow', message: 'core/ knows nothing of n8n; nodes/ does.' }] },
			],
			// Its errors are the domain's own; nodes/shared/toNodeError.ts turns them into n8n's.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},

	// n8n reads a node as one declarative description, however long it is.
	{ files: ['nodes/**/*.ts', 'credentials/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
	{ files: ['nodes/**/*.node.ts'], rules: { 'max-lines': ['error', 150] } },

	{ plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: { ...n8nNodesBase.configs.community.rules },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// The two exceptions n8n's own package check makes: they are not valid for community nodes.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// The three exceptions n8n's own package check makes.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},

	// A row of a test's table is spread over the parameters.
	{ files: ['test/**/*.ts'], rules: { 'max-params': 'off' } },

	// Commands talk to the person who started them.
	{ files: ['scripts/**/*.ts', 'sandbox/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
