using StandInRouter;

return args switch
{
    ["serve", "--listen", var listen, "--answer", var file] => await ServeCommand.RunAsync(listen, file),
    ["serve", "--answer", var file, "--listen", var listen] => await ServeCommand.RunAsync(listen, file),
    ["demo", var checker] => await DemoCommand.RunAsync(checker),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        StandInRouter serve --listen HOST:PORT --answer FILE
            plays a router's health-check listener; FILE is the answer, read again at
            every request
        StandInRouter demo CHECKER
            runs the checker against the recorded answers of real routers
        """);
    return 2;
}
