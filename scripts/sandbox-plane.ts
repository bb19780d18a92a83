/** `npm run sandbox:plane`: the stand-in of Plane alone; `-- --help` says what it can do. */
import '../sandbox/plane/main';
