import Testing

@Suite struct `The hermetic module` {
  /// `Tests/PythonTests`, which run under the policy that they are about.
  @Test(.enabled(if: !Way.all.isEmpty, "no CPython found"), arguments: Way.all)
  func `is what programs expect`(_ way: Way) throws {
    let outcome = try run(
      Hermetic.executable,
      [
        "--no-network", "--launch", way.launch, "--", way.python.path,
        "\(Hermetic.root)/Tests/PythonTests/test_violations.py",
      ])
    #expect(outcome.end == .exit(0), "\(outcome.errors)")
  }
}
