import Foundation
import Testing

/// A program in `work/a/b`, below the `work/hermetic.toml` that it runs under.
@Suite(.enabled(if: !Way.all.isEmpty, "no CPython found"))
struct `The policy file of a run` {
  static let policy = "no-network = true\n"

  /// Runs Python in `work/a/b` under the policy that is found, or none.
  ///
  /// `work` and `outside` are names of the folders there.
  private func attack(
    _ way: Way, _ program: String, flags: [String] = []
  ) throws -> (outcome: Outcome, folder: TestFolder) {
    let folder = try TestFolder()
    for name in ["work/a/b/c", "outside"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try folder.write("work/hermetic.toml", Self.policy)
    try folder.write("work/a/pyproject.toml", "[project]\n")
    try folder.write("outside/loose.toml", "# anything goes\n")
    // Leads nowhere yet.
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/work/a/b/hermetic.toml",
      withDestinationPath: "\(folder.path)/outside/later.toml")
    let words = """
      import os, pathlib, shutil
      work, outside = \("\(folder.path)/work".debugDescription), \
      \("\(folder.path)/outside".debugDescription)
      def write(path, text="# anything goes"):
          os.makedirs(os.path.dirname(path), exist_ok=True)
          with open(path, "w") as file: file.write(text)

      """
    let outcome = try run(
      Hermetic.executable, way.command(flags, ["-c", words + program]),
      in: "\(folder.path)/work/a/b")
    return (outcome, folder)
  }

  /// What hermetic would be told in the folders where a next run may start.
  private func policies(_ folder: TestFolder) throws -> [String] {
    try ["work", "work/a", "work/a/b", "work/a/b/c", "work/new/x"].compactMap { name in
      let path = "\(folder.path)/\(name)"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return try run(Hermetic.executable, ["check"], in: path).output
    }
  }

  static let attacks = [
    "write(work + '/hermetic.toml')", "open(work + '/hermetic.toml', 'a').write('#')",
    "os.truncate(work + '/hermetic.toml', 0)", "os.unlink(work + '/hermetic.toml')",
    "os.rename(work + '/hermetic.toml', work + '/old.toml')",
    "os.replace(outside + '/loose.toml', work + '/hermetic.toml')",
    "os.link(work + '/hermetic.toml', outside + '/x'); write(outside + '/x')",
    "os.rename(work, work + '2'); write(work + '/hermetic.toml')",
    "os.chdir('/'); shutil.rmtree(work)",
    // What would be found in its place.
    "write(work + '/a/hermetic.toml')", "write(work + '/a/b/hermetic.toml')",
    "os.unlink(work + '/a/b/hermetic.toml'); write(work + '/a/b/hermetic.toml')",
    "write(work + '/a/pyproject.toml', '[tool.hermetic]')",
    "write(work + '/a/b/pyproject.toml', '[tool.hermetic]')",
    "os.symlink(outside + '/loose.toml', work + '/a/hermetic.toml')",
    "os.link(outside + '/loose.toml', work + '/a/hermetic.toml')",
    "os.rename(work + '/a', work + '/c'); write(work + '/c/hermetic.toml')",
    "write(outside + '/later.toml')",
    // What would be found by a run that starts in another folder below.
    "write(work + '/a/b/c/hermetic.toml')", "write(work + '/new/x/hermetic.toml')",
    "write(outside + '/x/hermetic.toml'); os.rename(outside, work + '/new')",
    "write(outside + '/x/hermetic.toml'); shutil.move(outside, work + '/new')",
    "write(outside + '/x/hermetic.toml'); shutil.copytree(outside, work + '/new')",
  ]

  @Test(arguments: Way.one, attacks)
  func `cannot be changed, nor another put in its place`(_ way: Way, _ attack: String) throws {
    // Bare, the attack works.
    let bare = try self.attack(way, attack, flags: ["--no-config"])
    #expect(bare.outcome.end == .exit(0), "\(bare.outcome.errors)")
    let (outcome, folder) = try self.attack(way, attack)
    #expect(outcome.end != .exit(0))
    let text = FileManager.default.contents(atPath: "\(folder.path)/work/hermetic.toml")
    #expect(text == Data(Self.policy.utf8))
    for policy in try policies(folder) { #expect(policy.contains("network: refused"), "\(policy)") }
  }

  static let harmless = [
    "write(work + '/pyproject.toml')", "write(work + '/a/b/c/pyproject.toml')",
    "write(work + '/a/b/settings.toml')", "write(work + '/new/x/a.txt')",
    "write(work + '/f'); os.rename(work + '/f', outside + '/f'); os.rename(outside + '/f', work + '/g')",
    "write(work + '/f'); os.link(work + '/f', outside + '/f')",
    "os.symlink('b', work + '/l'); os.rename(work + '/l', work + '/m')",
    "write(work + '/d/e/f'); os.rename(work + '/d', work + '/n'); shutil.move(work + '/n', outside + '/n')",
    "write(outside + '/d/e/f'); shutil.move(outside + '/d', work + '/d')",
    "write(outside + '/hermetic.toml')", "shutil.rmtree(work + '/a/b/c')",
  ]

  @Test(arguments: Way.one, harmless)
  func `leaves everything else to the program`(_ way: Way, _ program: String) throws {
    let (outcome, _) = try attack(way, program)
    #expect(outcome.end == .exit(0), "\(outcome.errors)")
    #expect(outcome.blocked.isEmpty, "\(outcome.errors)")
  }

  @Test(arguments: Way.one)
  func `is protected with the links that lead to it`(_ way: Way) throws {
    let folder = try TestFolder()
    let files = FileManager.default
    for name in ["shared/real", "links", "work"] {
      try files.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try folder.write("shared/real/policy.toml", Self.policy)
    try folder.write("loose.toml", "")
    let link = "\(folder.path)/links/way"
    let first = "\(folder.path)/work/hermetic.toml"
    try files.createSymbolicLink(atPath: link, withDestinationPath: "../shared/real")
    try files.createSymbolicLink(atPath: first, withDestinationPath: "../links/way/policy.toml")
    let attacks = [
      "os.unlink('\(first)')", "os.rename('\(first)', '\(first)2')", "os.unlink('\(link)')",
      "os.rename('\(link)', '\(link)2')", "os.replace('\(folder.path)/loose.toml', '\(link)')",
      "open('\(first)', 'w')", "open('\(folder.path)/shared/real/policy.toml', 'w')",
      "os.rename('\(folder.path)/shared', '\(folder.path)/moved')",
    ]
    for flags in [[], ["--config", first], ["--config", "\(link)/policy.toml"]] {
      for attack in attacks {
        if flags.last == "\(link)/policy.toml", attack.contains(first) { continue }
        let outcome = try run(
          Hermetic.executable, way.command(flags, ["-c", "import os; \(attack)"]),
          in: "\(folder.path)/work")
        #expect(outcome.end == .exit(77), "\(flags) \(attack): \(outcome.errors)")
        #expect(files.contents(atPath: first) == Data(Self.policy.utf8), "\(attack)")
      }
      // What is beside the file is nobody's business.
      let outcome = try run(
        Hermetic.executable,
        way.command(flags, ["-c", "open('\(folder.path)/shared/real/other', 'w')"]),
        in: "\(folder.path)/work")
      #expect(outcome.end == .exit(0), "\(outcome.errors)")
    }
  }
}
