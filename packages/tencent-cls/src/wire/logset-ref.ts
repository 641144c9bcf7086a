/** Which logset a call is about. Groups live in one, and so do all topics of a group. */
export interface LogsetRef {
  readonly logsetId: string;
}

export interface GroupRef extends LogsetRef {
  readonly group: string;
}

/** A partition of a topic, as the service numbers it. */
export interface TopicPartition {
  readonly topicId: string;
  readonly partition: number;
}
