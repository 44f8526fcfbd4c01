export { plainSpotDialect } from './spot/spot-dialect.ts';
