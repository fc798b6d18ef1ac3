import CHermetic
import Glibc
package import HermeticKernel
import HermeticPolicy
import HermeticSession
import SystemPackage

extension Launch {
  /// Makes the processes that the kernel's part takes beside this one, which may be another one then; nil where the
  /// kernel has no part.
  func beginKernelLayer(
    _ launch: Surroundings.Launch, _ log: ViolationLog
  ) throws(LaunchError) -> KernelLayer? {
    var policy = policy
    // What is only to be logged must happen.
    if kernel == .none || settings.onViolation == .log {
      guard !policy.limits.isEmpty else { return nil }
      let limits = policy.limits
      policy = Policy()
      for limit in limits.all { policy.limit(limit) }
    }
    guard !policy.isEmpty || !policy.limits.isEmpty else { return nil }
    let support = KernelSupport.ofThisMachine()
    let surroundings = try Surroundings(program, launch)
    let plan = KernelPlan(policy, support, surroundings)
    try tellShortcomings(plan.report)
    return try Self.translating { () throws(KernelError) in
      try KernelLayer(
        plan, policy: policy, settings: settings, log: log, surroundings: surroundings,
        support: support)
    }
  }

  /// Gives errors of the kernel's as those of the launch.
  static func translating<Result: ~Copyable>(
    _ work: () throws(KernelError) -> Result
  ) throws(LaunchError) -> Result {
    do throws(KernelError) {
      return try work()
    } catch {
      throw LaunchError(error.description)
    }
  }

  /// How the kernel would hold the policy here.
  package func kernelPlan(
    _ launch: Surroundings.Launch, support: KernelSupport = .ofThisMachine()
  ) throws(LaunchError) -> (KernelPlan, Surroundings) {
    let surroundings = try Surroundings(program, launch)
    return (KernelPlan(policy, support, surroundings), surroundings)
  }

  /// What the kernel cannot hold, in short.
  func shortcoming(_ report: EnforcementReport) -> String? {
    guard let first = report.shortcomings.first else { return nil }
    let more = report.shortcomings.count - 1
    let others = more > 0 ? ", and \(more) more" : ""
    return "\(first.origin): \(first)\(others)"
  }

  private func tellShortcomings(_ report: EnforcementReport) throws(LaunchError) {
    guard let text = shortcoming(report) else { return }
    guard !settings.isHosted else {
      // A host says it where it likes.
      guard kernel == .required else { return }
      throw LaunchError("the kernel does not hold all of the policy: \(text)")
    }
    if kernel == .required { throw LaunchError("--require-kernel: \(text)") }
    StandardError.write("the kernel does not hold all of the policy: \(text); see hermetic doctor")
  }

  /// A program that is not Python has nobody in it who could refuse what only the interpreter knows of.
  func refuseWhatOnlyPythonHolds() throws(LaunchError) {
    if kernel == .none, !policy.isEmpty {
      throw LaunchError(
        "\(program.executable): not a Python program: nothing but the kernel could hold it to a policy"
      )
    }
    let actions: [Action] = [.executeCode, .importModule, .loadNative, .mutateInterpreter]
    for action in actions {
      let rule = policy.rules.first { $0.effect.refuses && $0.actions.contains(action) }
      guard let origin = policy.refusedByDefault[action] ?? rule?.origin else { continue }
      throw LaunchError(
        "\(program.executable): not a Python program, and only in Python can this be held: \(origin)"
      )
    }
  }
}

extension Surroundings {
  /// What there is on this machine around a program.
  fileprivate init(_ program: Program, _ launch: Launch) throws(LaunchError) {
    // hermetic's own file too: it is what runs in embedded interpreters, and before others.
    var files = [program.executable.string, "/proc/self/exe"]
    switch launch {
    case .embed: break
    case .attach:
      let library = try AttachLibrary.find()
      files.append(library.path.string)
    case .exec: break
    }
    // The first word that is a file is a script's.
    files += program.arguments.dropFirst().map(\.text).filter {
      !$0.hasPrefix("-") && FilePath($0).isRegularFile
    }.prefix(1)
    let real = files.compactMap { try? FilePath($0).resolvingLinks().string }
    let folders = (Environment.value(of: "PATH")?.split(at: ":") ?? []).map(\.text)
    self.init(
      kind: { path in FilePath(path).fileKind },
      entries: { path in
        FilePath(path).entries.map { entry in
          (entry.text, FilePath(path).appending(entry.text).fileKindItself)
        }
      },
      isChangeable: { path in
        let folder = FilePath(path).removingLastComponent().string
        return unsafe access(path, W_OK) == 0 || access(folder, W_OK) == 0
      },
      workingFolder: WorkingPlace.current.folder,
      programFolders: folders.filter { $0.hasPrefix("/") },
      program: (files + real).flatMap { ExecutableParts($0).files }, launch: launch)
    executables = launch == .embed ? ["/proc/self/exe"] : [program.executable.string]
    // Before it becomes the interpreter, hermetic looks whether its library can be loaded.
    if launch == .attach { executables.append("/proc/self/exe") }
    standard = (0..<3).compactMap { descriptor in
      let path = "/proc/self/fd/\(descriptor)"
      let flags = hermetic_flags_of(CInt(descriptor))
      guard flags >= 0, FilePath(path).isRegularFile else { return nil }
      let access = flags & O_ACCMODE
      return StandardFile(path: path, isRead: access != O_WRONLY, isWritten: access != O_RDONLY)
    }
  }
}

extension FilePath {
  /// What is there, behind links.
  fileprivate var fileKind: Surroundings.FileKind {
    guard let status = try? Stat(self) else { return .missing }
    return Self.kind(status.type)
  }

  /// What is there itself.
  fileprivate var fileKindItself: Surroundings.FileKind {
    guard let status = try? Stat(self, followTargetSymlink: false) else { return .missing }
    return Self.kind(status.type)
  }

  private static func kind(_ type: FileType) -> Surroundings.FileKind {
    switch type {
    case .directory: .folder
    case .regular: .file
    case .symbolicLink: .link
    default: .other
    }
  }
}
