extension Policy {
  /// Refuses all of a family that no rule allows, but for what programs cannot do without and means nothing.
  ///
  /// It is what the family's flag does: `--no-network`, `--no-subprocess` and so on.
  ///
  /// ```swift
  /// var policy = Policy()
  /// policy.close(.network, origin: .builtIn("this app is offline"))
  /// ```
  public mutating func close(_ family: Family, origin: Origin) {
    switch family {
    case .network: PolicyOption.closeNetwork(&self, origin)
    case .filesystem:
      PolicyOption.closeReading(&self, origin)
      PolicyOption.closeWriting(&self, origin)
    case .environment: PolicyOption.closeEnvironment(&self, origin)
    case .subprocess, .codeExecution, .imports, .native, .interpreter:
      refuseByDefault(Action.actions(of: family), origin: origin)
    }
  }
}
