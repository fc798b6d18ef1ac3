import CHermetic
import Testing

@testable import HermeticKernel

@Suite("A filter's program")
struct FilterProgramTests {
  /// What the kernel would make of a call, by running the instructions as it does.
  private func result(
    _ program: FilterProgram, _ call: String, _ arguments: UInt64..., architecture: UInt32? = nil
  ) -> UInt32 {
    result(
      program, number: systemCall(call), arguments,
      architecture: architecture ?? hermetic_architecture())
  }

  private func result(
    _ program: FilterProgram, number: CInt, _ arguments: [UInt64], architecture: UInt32
  ) -> UInt32 {
    let given = arguments + [UInt64](repeating: 0, count: 6 - arguments.count)
    let halves: [[UInt32]] = given.map { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
    let words: [UInt32] = [UInt32(bitPattern: number), architecture, 0, 0] + halves.joined()
    let code = program.instructions
    var (position, register): (Int, UInt32) = (0, 0)
    while true {
      let instruction = code[position]
      position += 1
      let value = instruction.value
      func jump(_ isTaken: Bool) {
        position += Int(isTaken ? instruction.if_true : instruction.if_false)
      }
      switch instruction.code {
      case 0x20: register = words[Int(value) / 4]
      case 0x54: register &= value
      case 0x05: position += Int(value)
      case 0x15: jump(register == value)
      case 0x25: jump(register > value)
      case 0x45: jump(register & value != 0)
      case 0x06: return value
      default:
        Issue.record("no such instruction: \(instruction.code)")
        return 0
      }
    }
  }

  private let allow: UInt32 = 0x7fff_0000
  private let ask: UInt32 = 0x7fc0_0000
  private func fail(_ errno: UInt32) -> UInt32 { 0x5_0000 | errno }

  @Test func `what no rule speaks of is allowed`() {
    #expect(result(FilterProgram(.protection), "read") == allow)
    #expect(result(FilterProgram([]), "connect") == allow)
  }

  @Test func `the first rule that fits decides`() {
    let program = FilterProgram([
      FilterRule("socket", .equals(0, 1), outcome: .allow),
      FilterRule("socket", .equals(0, 2), .equals(1, 3, mask: 0xf), outcome: .fail(13)),
      FilterRule("socket", .differs(2, 7), outcome: .ask), FilterRule("socket", outcome: .fail(1)),
    ])
    #expect(result(program, "socket", 1, 3) == allow)
    #expect(result(program, "socket", 2, 0x80003) == fail(13))
    #expect(result(program, "socket", 2, 1, 6) == ask)
    #expect(result(program, "socket", 2, 1, 7) == fail(1))
  }

  @Test func `the upper half of an int does not matter, of a pointer it does`() {
    let program = FilterProgram(.protection + .supervisedNetwork)
    #expect(result(program, "ioctl", 0, 0xffff_ffff_0000_5412) == fail(1))
    #expect(result(program, "sendto", 3, 1, 1, 0, 0x1_0000_0000) == ask)
    #expect(result(program, "sendto", 3, 1, 1, 0, 8) == ask)
    #expect(result(program, "sendto", 3, 1, 1, 0, 0) == allow)
    #expect(result(program, "sendto", 3, 1, 1, 0x2000_0000, 8) == fail(95))
  }

  @Test func `another architecture ends the process, and a call that is too new fails`() {
    let program = FilterProgram(.protection)
    #expect(result(program, "read", architecture: 0x4000_0003) == 0x8000_0000)
    let architecture = hermetic_architecture()
    #expect(result(program, number: 470, [], architecture: architecture) == fail(38))
    // x32's calls have a high bit.
    #expect(result(program, number: 0x4000_0000, [], architecture: architecture) == fail(38))
    #expect(result(program, number: -1, [], architecture: architecture) == fail(38))
  }

  @Test func `threads are no processes`() {
    let program = FilterProgram(.protection + .noProcesses)
    #expect(result(program, "clone", 0x3d_0f00) == allow)
    #expect(result(program, "clone", 17) == fail(13))
    #expect(result(program, "clone", 0x4111) == fail(13))
    #expect(result(program, "clone", 0x1001_0000) == fail(1))
    #expect(result(program, "clone3") == fail(38))
    #expect(result(program, "execve") == fail(13))
    #expect(result(program, "execveat") == fail(13))
  }

  @Test func `opening is told apart by its flags`() {
    let writes = FilterProgram(.files([.writing]))
    #expect(result(writes, "openat", 0, 8, 0) == allow)
    for flags: UInt64 in [1, 2, 0o100, 0o1000, 0o20200000 | 2] {
      #expect(result(writes, "openat", 0, 8, flags) == ask)
    }
    // O_PATH.
    #expect(result(writes, "openat", 0, 8, 0o10000002) == allow)
    let reads = FilterProgram(.files([.reading]))
    #expect(result(reads, "openat", 0, 8, 0) == ask)
    #expect(result(reads, "openat", 0, 8, 2) == ask)
    #expect(result(reads, "openat", 0, 8, 1) == allow)
    #expect(result(reads, "openat2") == fail(38))
  }

  @Test func `a program has room for every rule there is`() {
    let program = FilterProgram(
      .protection + .supervisedNetwork + .files([.reading, .writing, .metadata]) + .someProgram)
    // BPF_MAXINSNS.
    #expect(program.instructions.count < 4096)
    #expect(result(program, "setsockopt", 3, 41, 26) == allow)
    #expect(result(program, "setsockopt", 3, 41, 50) == fail(13))
    #expect(result(program, "setsockopt", 3, 1, 2) == allow)
    #expect(result(program, "setsockopt", 3, 1, 36) == fail(13))
    #expect(result(program, "setsockopt", 3, 132, 1) == fail(13))
  }
}
