import { describeShape } from './run-shape.ts';

describeShape('polled');
