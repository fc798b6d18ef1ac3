import CHermetic
import HermeticKernel
import HermeticPolicy
import HermeticPython
import HermeticSession
import SystemPackage

/// What the executable hands to the library that it has preloaded into an interpreter: the policy,
/// and how the command line and the environment really are.
///
/// It travels in a sealed file in memory, whose descriptor's number is in a variable that the library
/// removes. Until the library has been at work, the command is one that an interpreter cannot run,
/// and Python's home is where nothing is, so that it does not come as far as `.pth` files: a loader
/// that leaves the library out, for whatever reason, must not leave the policy out.
struct Handover {
  /// The variable with the descriptor's number.
  static let variable: Argument = "HERMETIC_SESSION"
  static let preload: Argument = "LD_PRELOAD"
  static let home: Argument = "PYTHONHOME"

  /// The policy image; empty in a handover that was received, whose memory `image(in:)` reads.
  var image: [UInt8] = []
  var commandName: Argument
  /// The first argument, in whose place there are slashes: the root folder, which is no program,
  /// and behind which `-E` and `-I` are no options.
  ///
  /// Without one there are no options.
  var firstArgument: Argument?
  /// Python's home, if the user has set it: what is there meanwhile has the same length.
  var home: Argument?
  /// The environment's entries that a block of the program's code may be granted.
  var grantable: [Argument] = []
  /// hermetic's executable and the flags of the run.
  var command: [Argument] = []
  /// What the run's processes share.
  var shared = SharedFiles()
  /// The folders of packages that the program has at its start, each with a slash at its end.
  var siteFolders: [Argument] = []
  /// The process that the user started, for a child of it; nil in the one that becomes that process.
  var mainProcess: CInt?
  /// What is to be put in force in the interpreter.
  var late = KernelLayer.Late()
  /// What calls wait for the broker, as the guards know it.
  var supervision: CInt = 0
  /// A descriptor by which the loader was given the library, if it was not by its path.
  var libraryDescriptor: CInt?

  /// What a Python among the program's children is handed.
  init(image: [UInt8], forChildrenOf mainProcess: CInt, command: [Argument]) {
    self.image = image
    self.command = command
    self.mainProcess = mainProcess
    commandName = ""
  }

  init(image: [UInt8], program: Program, grantable: [Argument], command: [Argument]) {
    self.image = image
    self.grantable = grantable
    self.command = command
    commandName = program.commandName
    home = Environment.value(of: Self.home)
    if program.arguments.count > 1 { firstArgument = program.arguments[1] }
  }

  /// A folder that is not there, of the same length.
  private static func spoilt(_ home: Argument) -> Argument {
    Argument(bytes: [UInt8](repeating: 1, count: home.bytes.count))
  }

  /// Becomes the interpreter, with the library preloaded.
  consuming func execute(_ program: Program) throws(LaunchError) -> LaunchError {
    let library = try AttachLibrary.find()
    libraryDescriptor = library.descriptor
    let descriptor = try seal()
    var arguments = program.arguments
    if let firstArgument {
      arguments[1] = Argument(
        bytes: [UInt8](repeating: Argument.slash, count: firstArgument.bytes.count))
    }
    // Behind the user's own entries, none of which moves. Of two lists the loader takes the last; in
    // it the user's libraries come after ours: the guards must be the first definition found.
    let others = Environment.value(of: Self.preload).map { $0.isEmpty ? "" : ":" + $0 } ?? ""
    var entries = Environment.entries.map { entry in
      entry.value(ofEntry: Self.home).map { Self.home + "=" + Self.spoilt($0) } ?? entry
    }
    if home == nil { entries.append(Self.home + "=/hermetic was not loaded") }
    entries.append(Self.preload + "=" + library.loaderName + others)
    // Behind commas, what children are to be given.
    let libraries = shared.children < 0 ? nil : Carrier.libraries
    let children = libraries.map { ",\($0.python),\($0.other)" } ?? ""
    entries.append(Self.variable + "=" + Argument("\(descriptor)\(children)"))
    return HermeticEngine.execute(
      program.executable, arguments, environment: CStringList(entries))
  }

  /// A sealed file with all of it, at a high number.
  func seal() throws(LaunchError) -> CInt {
    let bytes = encoded
    let file = unsafe bytes.withUnsafeBytes { buffer in
      unsafe buffer.baseAddress.map { unsafe hermetic_sealed_file($0, buffer.count) } ?? -1
    }
    let descriptor = file < 0 ? -1 : hermetic_lift_descriptor(file)
    if file >= 0 { hermetic_close(file) }
    guard descriptor >= 0 else { throw LaunchError("no descriptor for the policy") }
    return descriptor
  }
}

extension Argument {
  /// What follows `NAME=` in an environment's entry, if it is that variable's.
  func value(ofEntry name: Argument) -> Argument? {
    let start = name.bytes + [0x3d]
    return bytes.starts(with: start) ? Argument(bytes: bytes.dropFirst(start.count)) : nil
  }
}

extension Environment {
  /// Every entry of this process's environment, as it stands there.
  static var entries: [Argument] {
    var found: [Argument] = []
    // SAFETY: an entry is a C string that the process owns; it is copied before the next is asked for.
    while let entry = unsafe hermetic_environment_entry(found.count) {
      unsafe found.append(Argument(copying: entry))
    }
    return found
  }

  /// A variable of this process, if it is set.
  static func value(of name: Argument) -> Argument? {
    entries.lazy.compactMap { $0.value(ofEntry: name) }.first
  }
}

// MARK: - As bytes

extension Handover {
  /// Each part behind its length; the length is all ones for one that is not there.
  private var encoded: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ part: [UInt8]?) {
      let length = part.map { UInt64($0.count) } ?? .max
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: length >> shift))
      }
      bytes += part ?? []
      bytes += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }
    append(image)
    append(commandName.bytes)
    append(firstArgument?.bytes)
    append(home?.bytes)
    append(libraryDescriptor.map { Array("\($0)".utf8) })
    let numbers = [
      shared.log, shared.semaphores, shared.children, late.ruleset, supervision,
      mainProcess ?? -1,
    ]
    append(Array(numbers.map { "\($0)" }.joined(separator: " ").utf8))
    append(late.filterBytes)
    // None of them has a null byte in it.
    append(Array(grantable.map(\.bytes).joined(separator: [0])))
    append(Array(command.map(\.bytes).joined(separator: [0])))
    append(Array(siteFolders.map(\.bytes).joined(separator: [0])))
    return bytes
  }

  /// Reads what `encoded` wrote; nil where it is something else.
  init?(_ memory: UnsafeRawBufferPointer) {
    var position = 0
    func next() -> Range<Int>?? {
      guard position + 8 <= memory.count else { return nil }
      let length = unsafe memory.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      position += 8
      if length == .max { return .some(nil) }
      guard let count = Int(exactly: length), count <= memory.count - position else { return nil }
      let range = position..<position + count
      position = min(memory.count, (range.upperBound + 7) / 8 * 8)
      return .some(range)
    }
    func bytes(_ range: Range<Int>?) -> [UInt8]? { range.map { unsafe Array(memory[$0]) } }
    guard next() ?? nil != nil, let name = next() ?? nil, let first = next(),
      let home = next(), let library = next(), let numbers = next() ?? nil,
      let filter = next() ?? nil, let grantable = next(), let command = next(),
      let siteFolders = next()
    else { return nil }
    let words = String(decoding: bytes(numbers) ?? [], as: UTF8.self).split(separator: " ")
      .compactMap { CInt($0) }
    guard words.count == 6, let late = KernelLayer.Late(bytes(filter) ?? [], ruleset: words[3])
    else { return nil }
    self.late = late
    shared = SharedFiles(log: words[0], semaphores: words[1], children: words[2])
    supervision = words[4]
    mainProcess = words[5] < 0 ? nil : words[5]
    commandName = Argument(bytes: bytes(name) ?? [])
    firstArgument = bytes(first).map { Argument(bytes: $0) }
    self.home = bytes(home).map { Argument(bytes: $0) }
    self.command = (bytes(command) ?? []).split(separator: 0).map { Argument(bytes: Array($0)) }
    self.siteFolders = (bytes(siteFolders) ?? []).split(separator: 0).map {
      Argument(bytes: Array($0))
    }
    self.grantable = (bytes(grantable) ?? []).split(separator: 0).map { Argument(bytes: Array($0)) }
    libraryDescriptor = bytes(library).flatMap { CInt(String(decoding: $0, as: UTF8.self)) }
  }

  /// The policy image at the front of a handover.
  static func image(in memory: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard memory.count >= 8,
      let length = unsafe Int(exactly: memory.loadUnaligned(as: UInt64.self)),
      length <= memory.count - 8
    else { return nil }
    return unsafe UnsafeRawBufferPointer(rebasing: memory[8..<8 + length])
  }
}
