/** Unit tests run anywhere; integration starts real CalDAV servers; e2e drives a real n8n. */
const transform = {
	'^.+\\.[cm]?[jt]s$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
			module: { type: 'commonjs' },
		},
	],
};

const project = (name, testMatch, extra = {}) => ({
	displayName: name,
	testEnvironment: 'node',
	testMatch,
	transform,
	// The cache holds whole programs of others.
	modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/'],
	setupFiles: ['<rootDir>/test/support/quiet.ts'],
	...extra,
});

module.exports = {
	projects: [
		project('unit', [
			'<rootDir>/test/core/**/*.test.ts',
			'<rootDir>/test/nodes/**/*.test.ts',
			'<rootDir>/test/sandbox/**/*.test.ts',
			'<rootDir>/test/workflows/**/*.test.ts',
			'<rootDir>/test/scripts/**/*.test.ts',
		]),
		project('integration', [
			'<rootDir>/test/contract/**/*.test.ts',
			'<rootDir>/test/integration/**/*.test.ts',
		]),
		project('package', ['<rootDir>/test/package/**/*.test.ts']),
		project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
	],
};
