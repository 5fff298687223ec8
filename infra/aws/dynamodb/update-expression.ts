/** An update under construction. Paths and values become placeholders, so they may contain any text. */
export class UpdateExpression {
  private readonly sets: string[] = [];
  private readonly removes: string[] = [];
  private readonly adds: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly values: Record<string, unknown> = {};

  /** The path of an attribute as placeholders, one for each part: safe for reserved words and dots in map keys. */
  path(...parts: string[]): string {
    return parts
      .map((part) => {
        const known = this.names.get(part) ?? `#n${this.names.size}`;
        this.names.set(part, known);
        return known;
      })
      .join('.');
  }

  value(value: unknown): string {
    const name = `:v${Object.keys(this.values).length}`;
    this.values[name] = value;
    return name;
  }

  /** Sets the attribute, or removes it where there is no value. */
  set(path: string, value: unknown): void {
    if (value === undefined) this.removes.push(path);
    else this.sets.push(`${path} = ${this.value(value)}`);
  }

  setIfAbsent(path: string, value: unknown): void {
    this.sets.push(`${path} = if_not_exists(${path}, ${this.value(value)})`);
  }

  remove(path: string): void {
    this.removes.push(path);
  }

  /** Adds the members to the set of a top-level attribute, which need not exist. */
  add(path: string, members: ReadonlySet<number>): void {
    this.adds.push(`${path} ${this.value(members)}`);
  }

  /** The parameters of an UpdateItem under this condition. */
  parameters(condition: string) {
    const set = this.sets.length > 0 ? `SET ${this.sets.join(', ')}` : '';
    const remove = this.removes.length > 0 ? ` REMOVE ${this.removes.join(', ')}` : '';
    const add = this.adds.length > 0 ? ` ADD ${this.adds.join(', ')}` : '';
    return {
      UpdateExpression: `${set}${remove}${add}`.trim(),
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries([...this.names].map(([part, name]) => [name, part])),
      ExpressionAttributeValues: this.values,
    };
  }
}
