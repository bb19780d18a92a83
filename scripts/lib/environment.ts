/**
 * The environment children get. It knows which variables of the calling process would change how a child
 * behaves (npm's own, jest's, an n8n set up elsewhere on this machine) and leaves them out.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

/** npm tells its children where *this* package is; inherited, an install elsewhere would end up here. */
const FROM_NPM = /^npm_(config_local_prefix|config_prefix|config_global_prefix|lifecycle_|package_|command$)/;
const FROM_TEST_RUNNERS = /^(NODE_ENV|NODE_OPTIONS|JEST_)/;
const FROM_ANOTHER_N8N =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|WORKFLOWS_|GENERIC_TIMEZONE$|NODE_FUNCTION_)/;

const without = (environment: Environment, unwanted: readonly RegExp[]): Environment =>
	Object.fromEntries(
		Object.entries(environment).filter(([name]) => !unwanted.some((pattern) => pattern.test(name))),
	);

/** For npm and other tools that work in a folder of their own. */
export const toolEnvironment = (environment: Environment): Environment => without(environment, [FROM_NPM]);

/** For an n8n that must be the same whoever starts it. */
export const neutralEnvironment = (environment: Environment): Environment =>
	without(environment, [FROM_NPM, FROM_TEST_RUNNERS, FROM_ANOTHER_N8N]);
