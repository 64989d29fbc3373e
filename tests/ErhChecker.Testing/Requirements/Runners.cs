using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ErhChecker.Testing.Requirements;

/// <summary>xunit's own executor, with the method runner below.</summary>
internal sealed class Executor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics)
    : XunitTestFrameworkExecutor(name, sources, diagnostics)
{
    protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink sink, ITestFrameworkExecutionOptions options)
    {
        using var runner = new AssemblyRunner(TestAssembly, testCases, DiagnosticMessageSink, sink, options);
        await runner.RunAsync();
    }
}

file sealed class AssemblyRunner(
    ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink sink, ITestFrameworkExecutionOptions options)
    : XunitTestAssemblyRunner(assembly, cases, diagnostics, sink, options)
{
    private SemaphoreSlim? _places;

    public override void Dispose()
    {
        _places?.Dispose();
        base.Dispose();
    }

    protected override async Task<RunSummary> RunTestCollectionAsync(
        IMessageBus bus, ITestCollection collection, IEnumerable<IXunitTestCase> cases, CancellationTokenSource end)
    {
        await _places!.WaitAsync(end.Token);
        try
        {
            return await new CollectionRunner(collection, cases, DiagnosticMessageSink, bus, TestCaseOrderer, new ExceptionAggregator(Aggregator), end).RunAsync();
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>As many collections at the same time as xunit.runner.json or the assembly's attribute allows, or else as there are cores.</summary>
    protected override async Task AfterTestAssemblyStartingAsync()
    {
        await base.AfterTestAssemblyStartingAsync();
        var attribute = TestAssembly.Assembly.GetCustomAttributes(typeof(CollectionBehaviorAttribute)).SingleOrDefault();
        var most = ExecutionOptions.MaxParallelThreads() ?? attribute?.GetNamedArgument<int>(nameof(CollectionBehaviorAttribute.MaxParallelThreads)) ?? 0;
        _places = new(most > 0 ? most : Environment.ProcessorCount);
    }
}

file sealed class CollectionRunner(
    ITestCollection collection, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageBus bus, ITestCaseOrderer orderer,
    ExceptionAggregator aggregator, CancellationTokenSource end)
    : XunitTestCollectionRunner(collection, cases, diagnostics, bus, orderer, aggregator, end)
{
    protected override Task<RunSummary> RunTestClassAsync(ITestClass testClass, IReflectionTypeInfo type, IEnumerable<IXunitTestCase> cases) =>
        new ClassRunner(
            testClass, type, cases, DiagnosticMessageSink, MessageBus, TestCaseOrderer, new ExceptionAggregator(Aggregator), CancellationTokenSource,
            CollectionFixtureMappings).RunAsync();
}

file sealed class ClassRunner(
    ITestClass testClass, IReflectionTypeInfo type, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageBus bus,
    ITestCaseOrderer orderer, ExceptionAggregator aggregator, CancellationTokenSource end, IDictionary<Type, object> fixtures)
    : XunitTestClassRunner(testClass, type, cases, diagnostics, bus, orderer, aggregator, end, fixtures)
{
    protected override Task<RunSummary> RunTestMethodAsync(
        ITestMethod testMethod, IReflectionMethodInfo method, IEnumerable<IXunitTestCase> cases, object[] arguments) =>
        new MethodRunner(
            testMethod, Class, method, cases, DiagnosticMessageSink, MessageBus, new ExceptionAggregator(Aggregator), CancellationTokenSource, arguments).RunAsync();
}

/// <summary>Leaves out what only <c>--all</c> runs, runs rows at the same time, and skips what meets a missing requirement.</summary>
file sealed class MethodRunner(
    ITestMethod testMethod, IReflectionTypeInfo type, IReflectionMethodInfo method, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics,
    IMessageBus bus, ExceptionAggregator aggregator, CancellationTokenSource end, object[] arguments)
    : XunitTestMethodRunner(testMethod, type, method, cases, diagnostics, bus, aggregator, end, arguments)
{
    /// <summary>Twice the cores: half of what such a row takes, it waits.</summary>
    private static readonly SemaphoreSlim Places = new(2 * Environment.ProcessorCount);

    private static readonly bool IsAll = Environment.GetEnvironmentVariable("ERHCHECKER_TESTS") is "all";

    private readonly IMessageSink _diagnostics = diagnostics;
    private readonly object[] _arguments = arguments;

    protected override async Task<RunSummary> RunTestCasesAsync()
    {
        if (Method.MethodInfo.GetCustomAttribute<ParallelRowsAttribute>() is null)
        {
            return await base.RunTestCasesAsync();
        }

        var sum = new RunSummary();
        foreach (var row in await Task.WhenAll(TestCases.Select(row => Task.Run(() => RunInPlaceAsync(row)))))
        {
            sum.Aggregate(row);
        }

        return sum;
    }

    protected override async Task<RunSummary> RunTestCaseAsync(IXunitTestCase testCase)
    {
        var leftOut = Method.MethodInfo.GetCustomAttribute<OnlyInAllAttribute>() ?? Class.Type.GetCustomAttribute<OnlyInAllAttribute>();
        if (leftOut is not null && !IsAll)
        {
            return Skip(testCase, $"left out: {leftOut.Reason}; ./build.sh test --all runs it");
        }

        using var requirements = new RequirementBus(MessageBus);
        var summary = await testCase.RunAsync(_diagnostics, requirements, OwnArguments(), new ExceptionAggregator(Aggregator), CancellationTokenSource);
        summary.Failed -= requirements.Skipped;
        summary.Skipped += requirements.Skipped;
        return summary;
    }

    private async Task<RunSummary> RunInPlaceAsync(IXunitTestCase row)
    {
        await Places.WaitAsync();
        try
        {
            return await RunTestCaseAsync(row);
        }
        finally
        {
            Places.Release();
        }
    }

    /// <summary>xunit's arguments for the class's constructor, with an output of this case's own.</summary>
    private object[] OwnArguments() => [.. _arguments.Select(argument => argument is TestOutputHelper ? new TestOutputHelper() : argument)];

    private RunSummary Skip(IXunitTestCase testCase, string reason)
    {
        var test = new XunitTest(testCase, testCase.DisplayName);
        MessageBus.QueueMessage(new TestCaseStarting(testCase));
        MessageBus.QueueMessage(new TestStarting(test));
        MessageBus.QueueMessage(new TestSkipped(test, reason));
        MessageBus.QueueMessage(new TestFinished(test, 0, ""));
        MessageBus.QueueMessage(new TestCaseFinished(testCase, 0, 1, 0, 1));
        return new() { Total = 1, Skipped = 1 };
    }
}

/// <summary>Reports a test that ended with a <see cref="RequirementException"/> as skipped.</summary>
file sealed class RequirementBus(IMessageBus bus) : IMessageBus
{
    private static int failed;

    /// <summary>How many failures were turned into skips.</summary>
    public int Skipped { get; private set; }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is not ITestFailed failure || Array.IndexOf(failure.ExceptionTypes, typeof(RequirementException).FullName) is not (>= 0 and var at))
        {
            return bus.QueueMessage(message);
        }

        var reason = failure.Messages[at];
        if (RequirementException.IsFailure(reason) && Interlocked.Exchange(ref failed, 1) == 0)
        {
            return bus.QueueMessage(new TestFailed(failure.Test, failure.ExecutionTime, "", [typeof(RequirementException).FullName], [reason], [""], [-1]));
        }

        Skipped++;
        return bus.QueueMessage(new TestSkipped(failure.Test, reason));
    }

    public void Dispose()
    {
        // The bus is the runner's.
    }
}
