import CHermetic
package import HermeticPolicy
import HermeticPython
package import HermeticSession
import SystemPackage

/// A program about to be run under a policy.
package struct Launch {
  /// Which of the launches to use, where more than one would do.
  package enum Choice: String, Hashable, Sendable, CaseIterable {
    case embed, attach
  }

  package var program: Program
  package var policy: Policy
  package var settings: RunSettings
  package var choice: Choice?

  package init(
    _ program: Program, policy: Policy, settings: RunSettings, choice: Choice? = nil
  ) {
    self.program = program
    // A socket is known by the path that it really has; what the program makes of the granted one
    // later is not what was granted.
    self.policy = policy.resolvingUnixSockets { FilePath($0).resolvedAsFarAsItGoes.string }
    self.settings = settings
    self.choice = choice
  }

  /// Runs the program in this process's place and returns its exit status; or does not return, where
  /// the process becomes another program.
  package func run() throws(LaunchError) -> CInt {
    switch (program.launch, choice) {
    case (.exec, _):
      guard policy.isEmpty else {
        throw LaunchError(
          "\(program.executable): not a Python program, and this version can hold only what runs in "
            + "Python to a policy")
      }
      try prepare()
      throw execute(program.executable, program.arguments, environment: CStringList.environment)
    case (.attach, .embed?):
      throw LaunchError(
        "\(program.executable): cannot be embedded; it brings CPython along in the executable itself"
      )
    case (.embed, .attach?), (.attach, _):
      try prepare()
      let handover = Handover(
        image: PolicyImage.compile(policy, settings: settings), program: program)
      throw try handover.execute(program)
    case (.embed(let library), _):
      try prepare()
      return try embed(library)
    }
  }

  /// What is done the same way whoever runs the program.
  private func prepare() throws(LaunchError) {
    for change in program.environmentChanges { change.apply() }
    if !policy.isEmpty {
      try InheritedSockets(policy: policy).closeRefused()
    }
  }

  private func embed(_ path: FilePath) throws(LaunchError) -> CInt {
    let image = PolicyImage.compile(policy, settings: settings)
    let memory = unsafe image.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe hermetic_read_only_copy($0, bytes.count) }
    }
    guard let memory = unsafe memory,
      let mapped = unsafe PolicyImage(UnsafeRawBufferPointer(start: memory, count: image.count)),
      let session = Session(mapped)
    else { throw LaunchError("no memory for the policy") }
    var reason: UnsafePointer<CChar>?
    guard let library = unsafe hermetic_load_library(path.string, &reason) else {
      let text = unsafe reason.map { unsafe String(cString: $0) } ?? path.string
      throw LaunchError("\(program.executable): cannot load its libpython: \(text)")
    }
    unsafe hermetic_set_process_name(program.commandName.text)
    do throws(InterpreterError) {
      let interpreter = Interpreter(try unsafe PythonLibrary(handle: library))
      let sealed = try interpreter.seal(session)
      let arguments = CStringList(program.arguments)
      return unsafe sealed.main(CInt(program.arguments.count), arguments.pointers)
    } catch {
      throw LaunchError("\(program.executable): \(error)")
    }
  }
}

extension FilePath {
  /// The path behind links; of what does not exist yet, the folder's.
  fileprivate var resolvedAsFarAsItGoes: FilePath {
    if let whole = try? resolvingLinks() { return whole }
    guard let name = lastComponent, let folder = try? removingLastComponent().resolvingLinks()
    else {
      return self
    }
    return folder.appending(name)
  }
}

extension EnvironmentChange {
  /// Makes the change to this process's environment.
  func apply() {
    let words = CStringList([name] + (value.map { [$0] } ?? []))
    guard let name = unsafe words.pointers[0] else { return }
    unsafe hermetic_change_environment(name, words.pointers[1])
  }
}

/// Becomes another program; returns only why that failed.
func execute(
  _ path: FilePath, _ arguments: [Argument], environment: CStringList
) -> LaunchError {
  let list = CStringList(arguments)
  let errno = unsafe Errno(
    rawValue: hermetic_execute(path.string, list.pointers, environment.pointers))
  return LaunchError("\(path): \(errno.description.lowercased())")
}

/// C strings that end with a null pointer.
///
/// They live as long as the process: a program is about to take it over.
@safe
struct CStringList {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  init(_ words: [Argument]) {
    unsafe pointers = .allocate(capacity: words.count + 1)
    for (index, word) in words.enumerated() {
      let text = UnsafeMutablePointer<CChar>.allocate(capacity: word.bytes.count + 1)
      for (position, byte) in word.bytes.enumerated() {
        unsafe text[position] = CChar(bitPattern: byte)
      }
      unsafe text[word.bytes.count] = 0
      unsafe (pointers + index).initialize(to: text)
    }
    unsafe (pointers + words.count).initialize(to: nil)
  }

  /// This process's environment, as it is.
  static var environment: CStringList {
    CStringList(Environment.entries)
  }
}

/// Why hermetic could not do its job.
package struct LaunchError: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
