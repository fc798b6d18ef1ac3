import Foundation
import SystemPackage
import Testing

@testable import HermeticEngine

/// A made-up pyenv root; where a real pyenv is found its code is linked in, and results compared.
struct PyenvTests {
  let folder: TestFolder
  let root: String

  static let installed: String? = {
    let roots = [
      ProcessInfo.processInfo.environment["PYENV_ROOT"], "\(NSHomeDirectory())/.pyenv",
    ]
    let found = roots.compactMap { $0 }
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/libexec/pyenv") }
    if found == nil { print("skipped: no pyenv to compare with") }
    return found
  }()

  static var canCompare: Bool { installed != nil && Compiled.isAvailable }

  init() throws {
    folder = try TestFolder()
    root = "\(folder.path)/root"
    for version in [
      "3.9.18", "3.10.2", "3.10.13", "3.13.0rc1", "3.13-dev", "3.14.0t", "pypy3.10-7.3.1",
    ] {
      try folder.makeFolder("root/versions/\(version)/bin")
    }
    try folder.makeFolder("root/plugins/b-plugin/bin")
    try folder.makeFolder("root/plugins/a-plugin/bin")
    try folder.makeFolder("root/plugins/a-plugin/etc/pyenv.d")
    try folder.makeFolder("system")
    try folder.makeFolder("work/deep")
    if let installed = Self.installed {
      try folder.copy("\(installed)/libexec", to: "root/libexec")
      try folder.copy("\(installed)/pyenv.d", to: "root/pyenv.d")
    }
    try folder.write("root/version", "3.10\n", mode: 0o644)
  }

  @discardableResult
  private func shim(_ name: String, reportsFolder: Bool = true, at place: String = "root/shims")
    throws
    -> String
  {
    let report = """
      SHIM_PATH=${0%/*}
      if [[ $SHIM_PATH != "\(root)/shims" ]]; then
        export _PYENV_SHIM_PATH="$SHIM_PATH"
      fi

      """
    return try folder.write(
      "\(place)/\(name)",
      """
      #!/usr/bin/env bash
      set -e
      [ -n "$PYENV_DEBUG" ] && set -x

      program="${0##*/}"

      export PYENV_ROOT="\(root)"
      \(reportsFolder ? report : "")exec "\(root)/libexec/pyenv" exec "$program" "$@"

      """)
  }

  private func install(_ name: String, in places: [String]) throws {
    for place in places {
      let show = try Compiled.show.get()
      try folder.write("\(place)/\(name)", "#!\(show) -I\n")
    }
    try shim(name)
  }

  private func environment(_ variables: [String: String] = [:], in place: String = "work/deep")
    -> Environment
  {
    var environment = folder.environment(
      path: ["\(root)/shims", "\(folder.path)/system", "/usr/bin", "/bin"],
      ["PWD": "\(folder.path)/\(place)"].merging(variables) { $1 })
    environment.workingDirectory = FilePath("\(folder.path)/\(place)")
    return environment
  }

  private static let versions = ["root/versions/3.9.18/bin", "root/versions/3.10.13/bin", "system"]

  @Test(
    .enabled(if: canCompare),
    arguments: [
      [:], ["PYENV_VERSION": "3.9.18"], ["PYENV_VERSION": "3.9"], ["PYENV_VERSION": "python-3.9"],
      ["PYENV_VERSION": "3"], ["PYENV_VERSION": "system"], ["PYENV_VERSION": "3.99"],
      ["PYENV_VERSION": "3.99:3.9"], ["PYENV_VERSION": "3.10.2:3.9.18"], ["PYENV_VERSION": "3.13"],
      ["PYENV_VERSION": "3.14"], ["PYENV_VERSION": "3.14t"], ["PYENV_VERSION": "system:3.9"],
      ["PYENV_DIR": "/"], ["PYENV_DIR": "../deep/.."], ["_PYENV_SHIM_PATHS_TOOL": "/x:/y"],
      ["PYENV_HOOK_PATH": "/my/hooks"], ["SHLVL": "3", "_": "/usr/bin/env", "OLDPWD": "/usr"],
    ] as [[String: String]])
  func `a shim leads where pyenv would lead`(variables: [String: String]) throws {
    try install("tool", in: Self.versions)
    try expectSameAsBare(["tool", "a b", "--c"], in: environment(variables))
    try expectSameAsBare([Argument("\(root)/shims/tool")], in: environment(variables))
  }

  @Test(
    .enabled(if: canCompare),
    arguments: [
      "3.9.18", "3.9\n", "# comment\n\n  3.9.18  extra\r\n", "3.99\n3.9\n", "system\n", "",
      "../versions/3.9.18\n", "../../x\n3.9\n", "..\n3.9.18", "3.10.2\n3.9.18\n",
      "python-3.9.18\n", "#3.9\n",
    ])
  func `a version file is read as pyenv reads it`(text: String) throws {
    try install("tool", in: Self.versions)
    try folder.write("work/.python-version", text, mode: 0o644)
    try expectSameAsBare(["tool"], in: environment())
    try folder.write("root/version", text, mode: 0o644)
    try expectSameAsBare(["tool"], in: environment(in: "system"))
  }

  @Test(.enabled(if: canCompare))
  func `pip and shims in other folders are followed too`() throws {
    let names = ["pip", "pip3", "pip3.10", "easy_install", "tool-x.y"]
    for name in names {
      try install(name, in: Self.versions)
      try expectSameAsBare([Argument(name), "x", "y"], in: environment())
      try expectSameAsBare([Argument(name)], in: environment(["PYENV_VERSION": "system"]))
    }
    try expectSameAsBare(["tool-x.y", "-m", "pip", "x"], in: environment(["SHLVL": "2"]))
    try expectSameAsBare(["tool-x.y", "-m", "pip"], in: environment())
    try shim("tool-x.y", at: "elsewhere")
    var environment = environment()
    environment["PATH"] = Argument("\(folder.path)/elsewhere:") + (environment["PATH"] ?? "")
    try expectSameAsBare(["tool-x.y", "x"], in: environment)
    environment["PYENV_VERSION"] = "system"
    try expectSameAsBare(["tool-x.y", "x"], in: environment)
    try folder.link("work/deep/linked", to: "\(root)/shims/tool-x.y")
    try install("linked", in: Self.versions)
    try expectSameAsBare(["./linked", "x"], in: environment)
  }

  @Test func `a shim needs no pyenv code to be followed`() throws {
    guard Compiled.isAvailable else { return }
    try install("tool", in: Self.versions)
    try FileManager.default.createDirectory(
      atPath: "\(root)/nothing", withIntermediateDirectories: true)
    let program = try Program.resolve(["tool", "x"], in: environment())
    let show = try Compiled.show.get()
    let script = "\(root)/versions/3.10.13/bin/tool"
    #expect(program.arguments == [Argument(show), "-I", Argument(script), "x"])
    #expect(program.commandName == "tool")
    #expect(
      program.environmentChanges.contains(
        EnvironmentChange(name: "PYENV_VERSION", value: "3.10.13")))
  }

  @Test func `a command that the version lacks is explained`() throws {
    guard Compiled.isAvailable else { return }
    try install("flask", in: ["root/versions/3.9.18/bin", "root/versions/3.10.2/bin"])
    try folder.makeFolder("root/versions/3.9.18/envs/web/bin")
    try folder.copy(
      "\(root)/versions/3.9.18/bin/flask", to: "root/versions/3.9.18/envs/web/bin/flask")
    let error = try #require(failure(["flask"], in: environment()))
    #expect(error.exitStatus == 127)
    #expect(
      error.description
        == "flask: command not found in pyenv's 3.10.13 (set by \(root)/version); "
        + "it is in 3.10.2, 3.9.18, 3.9.18/envs/web")
    #expect(
      failure(["flask"], in: environment(["PYENV_VERSION": "3.99:3.10.13"]))?.description
        == "flask: command not found in pyenv's 3.99:3.10.13".replacing(":3", with: ", 3")
        + " (set by PYENV_VERSION); 3.99 not installed; it is in 3.10.2, 3.9.18, 3.9.18/envs/web")
  }

  @Test func `a script that is only like a shim is bash's to run`() throws {
    try folder.write(
      "root/shims/odd", "#!/usr/bin/env bash\nprogram=\"${0##*/}\"\nrm -rf /nothing\n")
    #expect(try Program.resolve(["odd"], in: environment()).launch == .exec)
    let path = try shim("odder")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(failure(["odder"], in: environment())?.code == .notFound)
    try folder.write(
      "root/shims/odder", text.replacing("set -e\n", with: "set -e\ncurl example.com\n"))
    #expect(try Program.resolve(["odder"], in: environment()).launch == .exec)
  }
}
