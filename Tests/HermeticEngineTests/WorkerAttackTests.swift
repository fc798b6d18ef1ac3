import HermeticPolicy
import HermeticPython
import Testing

@testable import HermeticEngine

/// What a worker's code may try, or do without meaning to.
@Suite(.enabled(if: WorkerWorld.isPossible)) struct WorkerAttackTests {
  @Test(arguments: [Double.nan, .infinity, -1e300, 253_402_387_201])
  func `a moment that nobody can show is none`(seconds: Double) throws {
    final class Nobody: WireSender, WireReceiver {
      func place(_ bytes: any LentBytes) -> Int { 0 }
      func identify(_ reference: any HostedReference) -> UInt64 { 0 }
      func identify(_ function: HostedFunction) -> UInt64 { 0 }
      func bytes(at offset: Int, count: Int) throws(WireError) -> any LentBytes {
        throw WireError("nowhere")
      }
      func buffer(_ bytes: any LentBytes, _ form: BufferForm) -> any LentBytes { bytes }
      func reference(_ number: UInt64, typeName: String) throws(WireError) -> any HostedReference {
        throw WireError("nobody")
      }
      func function(_ number: UInt64) throws(WireError) -> HostedFunction {
        throw WireError("nothing")
      }
    }
    // What a worker could send, whose `datetime` is of another year.
    var writer = WireWriter()
    try writer.put(.moment(0), Nobody())
    let bytes = Array(writer.bytes.prefix(1))
    var forged = WireWriter()
    for byte in bytes { forged.put(byte) }
    forged.put(seconds)
    var reader = WireReader(forged.bytes)
    #expect(throws: WireError.self) { try reader.value(Nobody()) }
    var own = WireWriter()
    #expect(throws: HostedFailure.self) { try own.put(.moment(seconds), Nobody()) }
  }

  @Test func `a broken pipe is an exception`() async throws {
    let world = try WorkerWorld(
      """
      import os
      def write():
          reader, writer = os.pipe()
          os.close(reader)
          try: os.write(writer, b"x")
          except BrokenPipeError: return "broken"
      """)
    try await world.start()
    #expect(try await world.call("write").words == "broken")
  }

  @Test func `modules beside the plugin are found, whatever the policy says of paths`() async throws
  {
    let folder = try TestFolder()
    let file = try folder.write("flat/flat.py", "import beside\ndef one(): return beside.one\n")
    try folder.write("flat/beside.py", "one = 1\n")
    var policy = Policy()
    policy.refuseByDefault([.mutateInterpreter], origin: .flag("mutate: false"))
    let interpreter = try #require(WorkerWorld.interpreters.last)
    let worker = WorkerPlugin(
      WorkerConfiguration(
        library: interpreter.library, interpreter: interpreter.executable,
        code: .file(file, name: "flat", submodules: nil, others: "\(folder.path)/flat"),
        policy: policy, name: "flat")
    ) { _ in }
    defer { worker.close() }
    let failure = await withCheckedContinuation { continuation in
      worker.start { continuation.resume(returning: $0) }
    }
    #expect(failure == nil, "\(failure?.message ?? "")")
    let value = try await withCheckedContinuation { continuation in
      worker.submit(.call(nil, "one", HostedArguments()), .value, HostedCall()) {
        continuation.resume(returning: $0)
      }
    }.get()
    #expect(value?.number == 1)
  }
}
