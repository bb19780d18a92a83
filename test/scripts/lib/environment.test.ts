import { neutralEnvironment, toolEnvironment } from '../../../scripts/lib/environment';

describe('toolEnvironment', () => {
	it('drops where npm thinks we are and keeps how a person configured npm', () => {
		const caller = {
			PATH: '/bin',
			npm_config_local_prefix: '/project',
			npm_package_name: 'project',
			npm_lifecycle_event: 'start',
			npm_config_cache: '/cache',
			npm_config_registry: 'http://registry.example/',
		};
		expect(Object.keys(toolEnvironment(caller))).toEqual(['PATH', 'npm_config_cache', 'npm_config_registry']);
	});
});

describe('neutralEnvironment', () => {
	it('drops what would make an n8n another one', () => {
		const caller = {
			HOME: '/home/anna',
			N8N_ENCRYPTION_KEY: 'x',
			DB_TYPE: 'postgresdb',
			NODE_ENV: 'test',
			JEST_WORKER_ID: '1',
		};
		expect(neutralEnvironment(caller)).toEqual({ HOME: '/home/anna' });
	});
});
